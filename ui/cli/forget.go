package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"hextui/hex/config"
)

// ForgetCommand is "forget", which removes the token of a profile.
func ForgetCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "forget [profile]",
		Short: "Remove a kept token from this computer",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := config.Load(config.Env{})
			if err != nil {
				return err
			}
			name, err := c.ChosenProfile()
			if len(args) == 1 {
				name, err = args[0], nil
			}
			if err != nil {
				return err
			}
			if err := c.Forget(cmd.Context(), name); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "The token of %q is no longer on this computer. Revoke it in Hex too if it was leaked.\n", name)
			return nil
		},
	}
}

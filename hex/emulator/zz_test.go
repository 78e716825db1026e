package emulator
import ("testing";"time";"fmt")
func TestZZ(t *testing.T){
 t0:=time.Now()
 r,err:=Listen(t.Context(),"127.0.0.1:0",Options{Pace:1}); if err!=nil{t.Fatal(err)}
 w:=&world{Running:r,t:t,base:r.URL(),token:r.Token()}
 w.get("/projects?limit=100").is(200)
 fmt.Println("list after",time.Since(t0))
 r.Ready(t.Context()); fmt.Println("warehouse after",time.Since(t0))
 for _,title:=range []string{"Weekly revenue","Inventory watch","Daily KPI digest"} {
 p:=w.project(title)
 fmt.Println(w.get("/projects/"+p+"/runs?limit=2").at("runs.0.elapsedTime"))
 t1:=time.Now()
 run:=w.post("/projects/"+p+"/notebook/run","").word("runId")
 w.settle()
 fmt.Println(title, w.state(p,run), time.Since(t1), w.get("/projects/"+p+"/runs/"+run).at("elapsedTime"))
 }
 c:=w.cell(w.project("Weekly revenue"),"weekly_orders")
 fmt.Printf("%.900s\n", w.output(c.ID).text)
 fmt.Println(len(w.walk(w.token,"/projects").Values))
 if err:=r.Close();err!=nil{t.Fatal(err)}
}

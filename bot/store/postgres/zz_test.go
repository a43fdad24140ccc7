package postgres
import ("testing";"context";"hspbot/bot/store/postgres/pgtest";"fmt";"time";"github.com/jackc/pgx/v5")
func TestZZ(t *testing.T){
 url:=pgtest.Start(t).Database(t)
 s0:=opened(t,url,Options{})
 _=s0
 config, _ := configure(url, Options{}.filled())
 b:=time.Now()
 lap:=func(w string){ fmt.Println(w,time.Since(b)); b=time.Now() }
 for range 2 {
 p,_:=newPool(context.Background(),config)
 lap("newpool")
 p.with(context.Background(),func(ctx context.Context,c *pgx.Conn) error { return c.Ping(ctx)})
 lap("ping")
 n:=newNews(p); h:=newHeart(p,10*time.Second,n); n.mine=h.lease
 fmt.Println(h.join(context.Background()))
 lap("join")
 h.ask(context.Background(),h.lease(),time.Now())
 lap("ask")
 h.ask(context.Background(),h.lease(),time.Now())
 lap("ask")
 h.leave(context.Background())
 p.close()
 lap("close")
 }
}

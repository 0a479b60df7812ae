# tests/lib/cluster.sh -- three nats-servers on loopback, on free ports. Source it behind suite.sh:
#   cluster_start        starts them; $cluster is "HOST:PORT,HOST:PORT,HOST:PORT"
#   node_kill N          kill -9 of one (1 to 3); node_start N brings it back with what it kept
#   node_leader STREAM   the number of the one that leads that stream
# All are ended by cluster_end, which the suite calls.
nats_program=
for p in /usr/sbin/nats-server /usr/bin/nats-server /usr/local/bin/nats-server; do
	[ -x "$p" ] && nats_program=$p && break
done
declare -A node_pid node_port node_http
node_start() {
	"$nats_program" -c "$work/n$1.conf" >>"$work/n$1.log" 2>&1 &
	node_pid[$1]=$!
	disown $!
}
node_kill() {
	kill -KILL "${node_pid[$1]}" 2>/dev/null
	while kill -0 "${node_pid[$1]}" 2>/dev/null; do sleep 0.1; done
}
node_ready() { curl -sf -m 2 "http://127.0.0.1:${node_http[$1]}/healthz" >/dev/null 2>&1; }
cluster_start() {
	set -- $(python3 -c '
import socket
s = [socket.socket() for _ in range(9)]
for x in s: x.bind(("127.0.0.1", 0))
print(*[x.getsockname()[1] for x in s])')
	cluster=
	for n in 1 2 3; do
		node_port[$n]=$1 node_http[$n]=$2
		cat >"$work/n$n.conf" <<END
server_name: n$n
listen: 127.0.0.1:$1
http: 127.0.0.1:$2
jetstream { store_dir: "$work/n$n", max_memory_store: 64MB, max_file_store: 2GB }
cluster { name: tocsin, listen: 127.0.0.1:$3, routes: [ ROUTES ] }
END
		routes="${routes:-}${routes:+, }nats-route://127.0.0.1:$3"
		cluster=$cluster${cluster:+,}127.0.0.1:$1
		shift 3
	done
	sed -i "s#ROUTES#$routes#" "$work"/n?.conf
	for n in 1 2 3; do node_start $n; done
	for n in 1 2 3; do
		for i in $(seq 1 150); do node_ready $n && break; sleep 0.2; done
	done
}
node_leader() {
	for n in 1 2 3; do
		curl -s -m 5 "http://127.0.0.1:${node_http[$n]}/jsz?streams=1" | python3 -c '
import json, sys
want = sys.argv[1]
for a in json.load(sys.stdin).get("account_details", []):
    for s in a.get("stream_detail", []):
        if s["name"] == want and s.get("cluster", {}).get("leader"):
            print(s["cluster"]["leader"][1:])' "$1" 2>/dev/null
	done | head -n 1
}
cluster_end() {
	for n in 1 2 3; do [ -n "${node_pid[$n]:-}" ] && kill -KILL "${node_pid[$n]}" 2>/dev/null; done
}

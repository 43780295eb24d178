#!/usr/bin/env bash
# Installs the chart on the cluster of the current kubeconfig, drives it, verifies the log, upgrades, uninstalls and installs again.
#   deploy/smoke.sh --prefix PREFIX [--tag TAG] [--namespace NAMESPACE] [--values FILE]... [--keep]
# It makes the namespace, and deletes it at the end; --keep leaves everything. HELM and KUBECTL name the programs.
# Needs openssl and curl, and a default StorageClass or values that name one. Of values that name Secrets or a bucket, those must be there: the
# namespace is then one that --namespace names and that exists; it stays, and what this made in it goes.
set -euo pipefail
cd "$(dirname "$0")/.."

helm=${HELM:-helm} kubectl=${KUBECTL:-kubectl}
prefix='' tag='' namespace=signet-smoke-$$ keep=false more=()
while [ $# -gt 0 ]; do
  case "$1" in
    --prefix) prefix=${2:?--prefix takes a value}; shift 2 ;;
    --tag) tag=${2:?--tag takes a value}; shift 2 ;;
    --namespace) namespace=${2:?--namespace takes a value}; shift 2 ;;
    --values) more+=(--values "${2:?--values takes a file}"); shift 2 ;;
    --keep) keep=true; shift ;;
    *) prefix=''; break ;;
  esac
done
[ -n "$prefix" ] || { echo "usage: deploy/smoke.sh --prefix PREFIX [--tag TAG] [--namespace NAMESPACE] [--values FILE]... [--keep]" >&2; exit 2; }

scratch=$(mktemp -d)
forward=
made=false
existed=false
claims=
# One of two auditors is never ready: Helm 4 would wait for it, unless it waits as Helm 3 does.
wait=(--wait --timeout 5m)
case "$("$helm" version --short)" in v4.*) wait=(--wait=legacy --timeout 5m) ;; esac
k() { "$kubectl" --namespace "$namespace" "$@"; }
h() { "$helm" --namespace "$namespace" "$@"; }
stop_forward() {
  [ -z "$forward" ] || { kill "$forward"; wait "$forward" || true; } 2> /dev/null
  forward=
}
agents() { "$kubectl" --namespace "$namespace-agents" "$@"; }
explain() { # what happened, of both namespaces
  for of in k agents; do
    "$of" get pods,jobs,pvc --output wide || true
    "$of" describe pods | tail -n 150 || true
    "$of" get events --sort-by .lastTimestamp | tail -n 40 || true
  done
  for part in gateway auditor anchorer verifier verify verify-full injector; do
    k logs --tail 30 --all-containers --prefix --selector "app.kubernetes.io/component=$part" || true
  done
  agents logs --tail 30 --all-containers --prefix --selector signet.dev/injected || true
}
clean() {
  # First: the injector's webhook belongs to the cluster, and without its service it would refuse pods elsewhere.
  h uninstall signet --timeout 2m || true
  "$kubectl" delete namespace "$namespace-agents" --ignore-not-found --wait=false || true
  if ! $existed; then
    "$kubectl" delete namespace "$namespace" --wait=false || true
    return
  fi
  k delete --ignore-not-found --wait=false pod/model service/model configmap/model-policy secret/signet-chain-root secret/signet-checkpoint secret/signet-auditor-token || true
  for claim in $(k get pvc --selector app.kubernetes.io/instance=signet --output name || true); do
    case " $claims " in *" $claim "*) ;; *) k delete --ignore-not-found --wait=false "$claim" || true ;; esac
  done
}
finish() {
  status=$?
  trap - EXIT
  stop_forward
  if $made; then
    [ "$status" -eq 0 ] || explain >&2
    $keep || clean > /dev/null 2>&1
  fi
  rm -rf "$scratch"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

say() { echo "== $*"; }
expect() { # WHAT WANTED GOT
  [ "$2" = "$3" ] || { echo "smoke: $1: expected $2, got $3." >&2; return 1; }
  echo "ok: $1"
}

say "namespace and secrets"
if "$kubectl" get namespace "$namespace" > /dev/null 2>&1; then
  echo "It is there already, and stays."
  existed=true
  if k get secret signet-chain-root > /dev/null 2>&1; then
    echo "smoke: there is a log in $namespace: name another namespace." >&2
    exit 1
  fi
  claims=$(k get pvc --output name | tr '\n' ' ')
else
  "$kubectl" create namespace "$namespace" > /dev/null
fi
made=true
log=smoke
vkey=$(deploy/keys "$scratch/keys" "$log")
k create secret generic signet-chain-root --from-file="$scratch/keys/chain-root.key" > /dev/null
k create secret generic signet-checkpoint --from-file="$scratch/keys/checkpoint.key" > /dev/null
k create secret generic signet-auditor-token --from-file=token="$scratch/keys/auditor-token" > /dev/null

say "a development model in the place of a provider"
image=$prefix/signet:${tag:-$(sed -n 's/^appVersion: //p' deploy/helm/signet/Chart.yaml)}
k apply -f - > /dev/null <<MODEL
apiVersion: v1
kind: ConfigMap
metadata: {name: model-policy}
data:
  policy.yaml: |
    version: 1
    tool_calls: pass
    allow_no_checks: true
    checks: []
---
apiVersion: v1
kind: Pod
metadata: {name: model, labels: {app: model}}
spec:
  automountServiceAccountToken: false
  securityContext: {runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001, fsGroup: 10001, seccompProfile: {type: RuntimeDefault}}
  containers:
    - name: model
      image: "$image"
      args: [up, --address, 0.0.0.0, --data, /data/model, --policy, /policy/policy.yaml]
      securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
      readinessProbe: {httpGet: {path: /readyz, port: 8444}}
      resources: {requests: {cpu: 50m, memory: 128Mi}, limits: {memory: 512Mi}}
      volumeMounts:
        - {name: data, mountPath: /data}
        - {name: policy, mountPath: /policy, readOnly: true}
        - {name: tmp, mountPath: /tmp}
  volumes:
    - {name: data, emptyDir: {}}
    - {name: policy, configMap: {name: model-policy}}
    - {name: tmp, emptyDir: {}}
---
apiVersion: v1
kind: Service
metadata: {name: model}
spec:
  selector: {app: model}
  ports: [{port: 8443}]
MODEL
k wait --for=condition=Ready pod/model --timeout=180s > /dev/null

cat > "$scratch/values.yaml" <<VALUES
image: {prefix: "$prefix", tag: "$tag"}
log: {id: $log}
store: {size: 1Gi}
gateway:
  replicas: 2
  upstreams:
    default: {address: "http://model.$namespace.svc:8443/v1"}
verifier:
  checkpointVkey: "$vkey"
  interval: "00:00:05"
networkPolicy:
  upstreamTo:
    - to: [{podSelector: {matchLabels: {app: model}}}]
      ports: [{protocol: TCP, port: 8443}]
VALUES
values=(--values "$scratch/values.yaml" "${more[@]}")

start_forward() {
  stop_forward
  : > "$scratch/forward"
  k port-forward service/signet-gateway :8443 > "$scratch/forward" 2>&1 &
  forward=$!
  for _ in $(seq 30); do
    port=$(sed -n 's/^Forwarding from 127.0.0.1:\([0-9]*\) .*/\1/p' "$scratch/forward" | head -n 1)
    [ -z "$port" ] || return 0
    sleep 1
  done
  echo "smoke: the gateway's port could not be forwarded." >&2
  return 1
}
status_of() { # [HEADER]
  curl --silent --show-error --max-time 30 --output /dev/null --write-out '%{http_code}' ${1:+--header "$1"} \
    --data '{"model":"any","messages":[{"role":"user","content":"How do I water a cactus?"}]}' "http://127.0.0.1:$port/v1/chat/completions" || true
}
drive() {
  for _ in $(seq 5); do
    # To one that stops just now, perhaps.
    start_forward
    status=$(status_of 'X-Commit-Owner: human:ada')
    [ "$status" != 200 ] || break
    sleep 3
  done
  expect "a request is answered" 200 "$status"
  expect "a request that nobody answers for is refused" 403 "$(status_of)"
}
healthy() { # one of two auditors is never ready, so --wait doesn't wait for either
  for _ in $(seq 10); do
    if h test signet > /dev/null 2>&1; then echo "ok: helm test"; return 0; fi
    sleep 5
  done
  h test signet
}
verify() { # NAME [CRONJOB]: its walk, at once
  k create job --from="cronjob/${2:-signet-verify-full}" "$1" > /dev/null
  k wait --for=condition=Complete "job/$1" --timeout=300s > /dev/null
  k logs "job/$1" | tail -n 5
  echo "ok: the log verifies, and the job has ended"
}

say "install"
h install signet deploy/helm/signet "${values[@]}" "${wait[@]}" > /dev/null
healthy
drive
verify verify-1

say "inject"
h upgrade signet deploy/helm/signet "${values[@]}" --set injector.enabled=true --set injector.full.enabled=true "${wait[@]}" > /dev/null
"$kubectl" create namespace "$namespace-agents" > /dev/null
"$kubectl" label namespace "$namespace-agents" signet.dev/inject=enabled > /dev/null
inject() { # NAME [JSON of its spec beside the containers]
  agents create -f - <<POD
{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "$1"}, "spec": {${2:-} "containers": [{"name": "app", "image": "$image", "args": ["health"]}]}}
POD
}
inject asks > /dev/null
expect "a workload is sent to the gateway" "http://signet-gateway.$namespace.svc:8443/v1" \
  "$(agents get pod asks -o 'jsonpath={.spec.containers[0].env[?(@.name=="OPENAI_BASE_URL")].value}')"
if inject refused '"hostNetwork": true,' > "$scratch/refused" 2>&1; then
  echo "smoke: a pod on the node's network was not refused." >&2
  exit 1
fi
grep -q 'signet: The pod uses the network of its node' "$scratch/refused"
echo "ok: a pod that can't be injected is refused with the reason"
# Ready before the container starts, and no hindrance to the job's end: only a native sidecar is both.
agents create configmap signet-policy --from-file=deploy/helm/signet/files/policy.yaml > /dev/null
agents create secret generic signet-auditor-token --from-file=token="$scratch/keys/auditor-token" > /dev/null
agents create -f - > /dev/null <<JOB
{"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "own"}, "spec": {"backoffLimit": 0, "activeDeadlineSeconds": 240, "template": {
  "metadata": {"annotations": {"signet.dev/mode": "full"}},
  "spec": {"restartPolicy": "Never", "containers": [{"name": "app", "image": "$image", "args": ["health", "http://127.0.0.1:18444/readyz"]}]}}}}
JOB
agents wait --for=condition=Complete job/own --timeout=300s > /dev/null
echo "ok: a job with a gateway of its own finds it ready, and ends"

say "upgrade, with verification by jobs alone"
h upgrade signet deploy/helm/signet "${values[@]}" --set gateway.replicas=3 --set gateway.verboseErrors=true --set verifier.mode=job "${wait[@]}" > /dev/null
healthy
expect "replicas" 3 "$(k get deployment,statefulset --selector app.kubernetes.io/component=gateway -o 'jsonpath={.items[0].status.readyReplicas}')"
drive
if h upgrade signet deploy/helm/signet "${values[@]}" --set log.id=another > "$scratch/refused" 2>&1; then
  echo "smoke: an upgrade to another log was not refused." >&2
  exit 1
fi
grep -q 'never changes its name' "$scratch/refused"
echo "ok: an upgrade to another log is refused"
verify verify-2 signet-verify
verify verify-3

say "uninstall"
stop_forward
# None where the log is in S3.
claim=$(k get pvc signet-log --ignore-not-found -o name)
h uninstall signet --wait --timeout 5m > /dev/null
[ -z "$claim" ] || expect "the log's claim stays" Bound "$(k get pvc signet-log -o 'jsonpath={.status.phase}')"
k get secret signet-chain-root signet-checkpoint > /dev/null

say "install again, on the same log"
h install signet deploy/helm/signet "${values[@]}" "${wait[@]}" > /dev/null
healthy
drive
verify verify-4
say "All went as it should."

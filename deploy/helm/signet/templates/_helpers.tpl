{{- define "signet.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" }}
{{- end }}

{{- define "signet.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else if contains (include "signet.name" .) .Release.Name }}
{{- .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "signet.name" .) | trunc 40 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* What selects the pods of a part; never changes. Takes (list $ part). */}}
{{- define "signet.selector" -}}
{{- $ := index . 0 -}}
app.kubernetes.io/name: {{ include "signet.name" $ }}
app.kubernetes.io/instance: {{ $.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{/* What selects the pods of all that verify. */}}
{{- define "signet.verifiers" -}}
matchLabels:
  app.kubernetes.io/name: {{ include "signet.name" . }}
  app.kubernetes.io/instance: {{ .Release.Name }}
matchExpressions:
  - {key: app.kubernetes.io/component, operator: In, values: [verifier, verify, verify-full]}
{{- end }}

{{- define "signet.labels" -}}
{{- $ := index . 0 -}}
{{ include "signet.selector" . }}
app.kubernetes.io/version: {{ $.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: signet
app.kubernetes.io/managed-by: {{ $.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $.Chart.Name $.Chart.Version | replace "+" "_" }}
{{- end }}

{{/* name, namespace and labels. Takes (list $ part [suffix]); the name is fullname-part, or fullname-suffix. */}}
{{- define "signet.meta" -}}
{{- $ := index . 0 -}}
name: {{ include "signet.fullname" $ }}-{{ if gt (len .) 2 }}{{ index . 2 }}{{ else }}{{ index . 1 }}{{ end }}
namespace: {{ $.Release.Namespace }}
labels:
  {{- include "signet.labels" (list $ (index . 1)) | nindent 2 }}
{{- end }}

{{- define "signet.image" -}}
{{- $ := index . 0 -}}{{- $name := index . 1 -}}
{{- $repository := printf "%s/%s" $.Values.image.prefix $name -}}
{{- with index $.Values.image.digests $name -}}
{{- printf "%s@%s" $repository . -}}
{{- else -}}
{{- printf "%s:%s" $repository (default $.Chart.AppVersion $.Values.image.tag) -}}
{{- end -}}
{{- end }}

{{/* The pods run as the owner of the store's files, which nobody else can read. */}}
{{- define "signet.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "signet.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* What an operator may say of any part's pods. Takes (list $ part). */}}
{{- define "signet.scheduling" -}}
{{- $ := index . 0 -}}{{- $part := index $.Values (index . 1) -}}
{{- with $part.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $part.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $part.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end }}

{{/* Verifiers follow the auditor to its node where the volume can't follow them. An affinity of the operator's own replaces this. */}}
{{- define "signet.readerAffinity" -}}
{{- if .Values.verifier.affinity }}
affinity:
  {{- toYaml .Values.verifier.affinity | nindent 2 }}
{{- else if and (eq .Values.store.accessMode "ReadWriteOnce") (not (include "signet.isS3" .)) }}
affinity:
  podAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      - topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels:
            {{- include "signet.selector" (list . "auditor") | nindent 12 }}
{{- end }}
{{- end }}

{{- define "signet.probes" -}}
startupProbe:
  httpGet: {path: /healthz, port: management}
  periodSeconds: 2
  failureThreshold: 150
livenessProbe:
  httpGet: {path: /healthz, port: management}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet: {path: /readyz, port: management}
  periodSeconds: 5
  timeoutSeconds: 6
{{- end }}

{{- define "signet.pullSecrets" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "signet.storeClaim" -}}
{{- default (printf "%s-log" (include "signet.fullname" .)) .Values.store.existingClaim }}
{{- end }}

{{- define "signet.memoryClaim" -}}
{{- default (printf "%s-verifier-memory" (include "signet.fullname" .)) .Values.verifier.memory.existingClaim }}
{{- end }}

{{- define "signet.appId" -}}
{{- printf "%s-%s" (include "signet.fullname" (index . 0)) (index . 1) }}
{{- end }}

{{- define "signet.pubsub" -}}
{{- printf "%s-auditbus" (include "signet.fullname" .) }}
{{- end }}

{{/* Whether a part has a sidecar, which is written to its pods either way. Takes (list $ part). */}}
{{- define "signet.daprAnnotations" -}}
{{- $ := index . 0 -}}{{- $part := index . 1 -}}
{{- if eq $.Values.transport "dapr" -}}
dapr.io/enabled: "true"
dapr.io/app-id: {{ include "signet.appId" . | quote }}
dapr.io/config: {{ include "signet.appId" . | quote }}
dapr.io/api-token-secret: {{ $.Values.dapr.apiTokenSecret | quote }}
dapr.io/sidecar-listen-addresses: 127.0.0.1
dapr.io/enable-metrics: "false"
{{- if eq $part "auditor" }}
dapr.io/app-port: "8446"
dapr.io/app-protocol: http
dapr.io/app-token-secret: {{ $.Values.keys.auditorToken.secret | quote }}
dapr.io/enable-app-health-check: "true"
dapr.io/app-health-check-path: /healthz
dapr.io/block-shutdown-duration: 20s
{{- end }}
{{- else -}}
dapr.io/enabled: "false"
{{- end }}
{{- end }}

{{- define "signet.isAnchored" -}}
{{- if gt (int .Values.anchors.required) 0 }}true{{ end }}
{{- end }}

{{/* Whether auditors compete for a Lease. */}}
{{- define "signet.isElected" -}}
{{- if gt (int .Values.auditor.replicas) 1 }}true{{ end }}
{{- end }}

{{- define "signet.lease" -}}
{{- printf "%s-auditor" (include "signet.fullname" .) }}
{{- end }}

{{- define "signet.isVerified" -}}
{{- if .Values.verifier.checkpointVkey }}true{{ end }}
{{- end }}

{{- define "signet.tsaVolume" -}}
- name: tsa-roots
  projected:
    sources:
      {{- range .Values.anchors.tsas }}
      - configMap:
          name: {{ .rootsConfigMap.name }}
          items:
            - {key: {{ .rootsConfigMap.key | quote }}, path: {{ printf "%s.pem" .name | quote }}}
      {{- end }}
{{- end }}

{{/* The Secrets that gateways read through Dapr's store of the cluster's Secrets, as a list separated by commas. */}}
{{- define "signet.daprSecrets" -}}
{{- $names := list -}}
{{- range .Values.gateway.upstreams }}{{ with .apiKeyFromDapr }}{{ if eq .store "kubernetes" }}{{ $names = append $names .name }}{{ end }}{{ end }}{{ end -}}
{{- range .Values.gateway.routes }}{{ with .apiKeyFromDapr }}{{ if eq .store "kubernetes" }}{{ $names = append $names .name }}{{ end }}{{ end }}{{ end -}}
{{- $names | uniq | sortAlpha | join "," -}}
{{- end }}

{{/* Who may use the topic, as Dapr writes it. An app that no list named could do everything. Takes (list $ part). */}}
{{- define "signet.topicScopes" -}}
{{- $ := index . 0 -}}{{- $allowed := index . 1 -}}
{{- $scopes := list -}}
{{- range $part := list "gateway" "auditor" "anchorer" "verifier" -}}
{{- $scopes = append $scopes (printf "%s=%s" (include "signet.appId" (list $ $part)) (ternary $.Values.dapr.pubsub.topic "" (eq $part $allowed))) -}}
{{- end -}}
{{- join ";" $scopes -}}
{{- end }}

{{- define "signet.isBroker" -}}
{{- if and (eq .Values.transport "dapr") (eq .Values.dapr.level "broker") }}true{{ end }}
{{- end }}

{{/* Whether there is a verifier with a port. */}}
{{- define "signet.isVerifierService" -}}
{{- if and (include "signet.isVerified" .) (eq .Values.verifier.mode "service") }}true{{ end }}
{{- end }}

{{/* True when the policy is an object of the cluster, and not a ConfigMap. */}}
{{- define "signet.isPolicyObject" -}}
{{- if .Values.gateway.policy.kubernetes.name }}true{{ end }}
{{- end }}

{{/* True when gateways themselves speak to the API server. */}}
{{- define "signet.gatewayAsksCluster" -}}
{{- if or (include "signet.isPolicyObject" .) (eq .Values.gateway.owner.source "callers") }}true{{ end }}
{{- end }}

{{/* Gateways that spool on volumes of their own have names of their own. */}}
{{- define "signet.gatewayKind" -}}
{{- with .Values.gateway.spool -}}{{ ternary "StatefulSet" "Deployment" (and .enabled (eq .volume "claim")) }}{{- end -}}
{{- end }}

{{/* The settings of the services, as they read them: appsettings.Production.json beside the one of the image. */}}

{{- define "signet.settings.auditorClient" -}}
{{- if eq .Values.transport "dapr" -}}
{{- dict "BaseAddress" "http://127.0.0.1:3500" "AppId" (include "signet.appId" (list . "auditor")) "TokenPath" "/etc/signet/dapr/token" | toJson -}}
{{- else -}}
{{- dict "BaseAddress" (printf "http://%s-auditor.%s.svc:8446" (include "signet.fullname" .) .Release.Namespace) "TokenPath" "/etc/signet/token/token" | toJson -}}
{{- end -}}
{{- end }}

{{/* A key by reference: a file that is mounted, or a secret of a store. Takes (list options place). */}}
{{- define "signet.settings.apiKey" -}}
{{- $key := dict -}}
{{- with (index . 0).apiKey }}{{ $_ := set $key "ApiKeyFile" (printf "/etc/signet/api-keys/%s" (index $ 1)) }}{{ end -}}
{{- with (index . 0).apiKeyFromDapr -}}
{{- $secret := dict "Store" .store "Name" .name -}}
{{- with .key }}{{ $_ := set $secret "Key" . }}{{ end -}}
{{- $_ := set $key "ApiKeySecret" $secret -}}
{{- end -}}
{{- toJson $key -}}
{{- end }}

{{- define "signet.settings.gateway" -}}
{{- $upstreams := dict -}}
{{- range $name, $upstream := .Values.gateway.upstreams -}}
{{- $settings := dict "Address" $upstream.address -}}
{{- with $upstream.label }}{{ $_ := set $settings "Label" . }}{{ end -}}
{{- with $upstream.apiKeyHeader }}{{ $_ := set $settings "ApiKeyHeader" . }}{{ end -}}
{{- with $upstream.callerKey }}{{ $_ := set $settings "CallerKey" . }}{{ end -}}
{{- with $upstream.maxConnectionsPerServer }}{{ $_ := set $settings "MaxConnectionsPerServer" (int .) }}{{ end -}}
{{- $key := include "signet.settings.apiKey" (list $upstream (printf "upstream-%s" $name)) | fromJson -}}
{{- $_ := set $upstreams $name (merge $settings $key) -}}
{{- end -}}
{{- $routes := list -}}
{{- range $index, $route := .Values.gateway.routes -}}
{{- $settings := dict "Upstream" $route.upstream -}}
{{- with $route.surfaces }}{{ $_ := set $settings "Surfaces" . }}{{ end -}}
{{- with $route.models }}{{ $_ := set $settings "Models" . }}{{ end -}}
{{- $key := include "signet.settings.apiKey" (list $route (printf "route-%d" $index)) | fromJson -}}
{{- $routes = append $routes (merge $settings $key) -}}
{{- end -}}
{{- $gateway := dict
      "LogId" .Values.log.id
      "VerboseErrors" .Values.gateway.verboseErrors
      "MaxRequestBodyBytes" (int .Values.gateway.maxRequestBodyBytes)
      "MaxAnswerBytes" (int .Values.gateway.maxAnswerBytes)
      "RecordTimeout" .Values.gateway.recordTimeout
      "UpstreamTimeout" .Values.gateway.upstreamTimeout
      "PolicyReloadInterval" .Values.gateway.policyReloadInterval
      "DrainTimeout" .Values.gateway.drainTimeout
      "Upstreams" $upstreams -}}
{{- if $routes }}{{ $_ := set $gateway "Routes" $routes }}{{ end -}}
{{- if eq .Values.gateway.owner.source "callers" -}}
{{- $workload := dict
      "Source" "Callers"
      "Header" .Values.gateway.owner.header
      "Audience" .Values.gateway.owner.audience
      "ReviewLifetime" .Values.gateway.owner.reviewLifetime -}}
{{- $_ := set $gateway "Workload" $workload -}}
{{- end -}}
{{- if include "signet.isPolicyObject" . -}}
{{- $_ := set $gateway "Policy" (dict "Kubernetes" (dict "Name" .Values.gateway.policy.kubernetes.name "Namespace" .Release.Namespace)) -}}
{{- end -}}
{{- $settings := dict
      "Auditor" (include "signet.settings.gatewayClient" . | fromJson)
      "Gateway" $gateway -}}
{{- if not (include "signet.isPolicyObject" .) }}{{ $_ := set $settings "PolicyPath" (printf "/etc/signet/policy/%s" .Values.policy.key) }}{{ end -}}
{{- with .Values.gateway.checkSecrets }}{{ $_ := set $settings "Extensions" (dict "SecretsPath" "/etc/signet/check-secrets") }}{{ end -}}
{{- $commits := dict -}}
{{- if eq .Values.transport "dapr" -}}
{{- $commits = dict "Level" .Values.dapr.level "TokenPath" "/etc/signet/dapr/token" -}}
{{- if eq .Values.dapr.level "broker" -}}
{{- $_ := set $commits "PubSub" (include "signet.pubsub" .) -}}
{{- $_ := set $commits "Topic" .Values.dapr.pubsub.topic -}}
{{- end -}}
{{- end -}}
{{- if .Values.gateway.spool.enabled -}}
{{- $spool := include "signet.settings.spool" .Values.gateway.spool | fromJson -}}
{{- $_ := set $spool "Through" (ternary .Values.dapr.level "chain" (eq .Values.transport "dapr")) -}}
{{- $_ := set $commits "Level" "spool" -}}
{{- $_ := set $commits "Spool" $spool -}}
{{- end -}}
{{- if $commits }}{{ $_ := set $settings "Commits" $commits }}{{ end -}}
{{- toPrettyJson $settings -}}
{{- end }}

{{/* Where and how much is spooled: a directory below the volume, whose root isn't the gateway's own. */}}
{{- define "signet.settings.spool" -}}
{{- dict "Path" "/var/lib/signet-spool/spool" "MaxBytes" (int64 .maxBytes) "MaxAge" .maxAge | toJson -}}
{{- end }}

{{/* The size of a volume that a spool fits into: who fills an emptyDir beyond it is evicted, with what was spooled. */}}
{{- define "signet.spoolLimit" -}}
{{- printf "%dMi" (add (div (int64 .maxBytes) 1048576) 65) -}}
{{- end }}

{{/* The chain keys before, by their names. */}}
{{- define "signet.settings.previousChainRoots" -}}
{{- $roots := dict -}}
{{- range $id, $key := .Values.keys.chainRoot.previous }}{{ $_ := set $roots $id (printf "/etc/signet/keys/chain-root/%s" $key) }}{{ end -}}
{{- toJson $roots -}}
{{- end }}

{{- define "signet.settings.tsaRoots" -}}
{{- $roots := dict -}}
{{- range .Values.anchors.tsas }}{{ $_ := set $roots .name (printf "/etc/signet/tsa-roots/%s.pem" .name) }}{{ end -}}
{{- toJson $roots -}}
{{- end }}

{{- define "signet.settings.auditor" -}}
{{- $auditor := dict
      "LogId" .Values.log.id
      "ChainKeyId" .Values.keys.chainRoot.id
      "ChainRootPath" (printf "/etc/signet/keys/chain-root/%s" .Values.keys.chainRoot.key)
      "CheckpointSeedPath" (printf "/etc/signet/keys/checkpoint/%s" .Values.keys.checkpoint.key)
      "TokenPath" "/etc/signet/token/token"
      "StorePath" (include "signet.storePath" .)
      "RevocationsPath" "/etc/signet/revocations/revoked"
      "GapAfterSeconds" (int .Values.log.gapAfterSeconds)
      "MaxMergeDelaySeconds" (int .Values.log.maxMergeDelaySeconds)
      "MaxAnchorLagSeconds" (int .Values.anchors.maxLagSeconds)
      "RequiredAnchors" (int .Values.anchors.required) -}}
{{- with include "signet.settings.previousChainRoots" . | fromJson }}{{ $_ := set $auditor "PreviousChainRootPaths" . }}{{ end -}}
{{- $seeds := list -}}
{{- range .Values.keys.checkpoint.previous }}{{ $seeds = append $seeds (printf "/etc/signet/keys/checkpoint/%s" .) }}{{ end -}}
{{- if $seeds }}{{ $_ := set $auditor "PreviousCheckpointSeedPaths" $seeds }}{{ end -}}
{{- if include "signet.isAnchored" . -}}
{{- $_ := set $auditor "TsaRootPaths" (include "signet.settings.tsaRoots" . | fromJson) -}}
{{- end -}}
{{- if include "signet.isElected" . -}}
{{- $lease := dict
      "Name" (include "signet.lease" .)
      "Namespace" .Release.Namespace
      "Duration" .Values.auditor.lease.duration
      "RenewDeadline" .Values.auditor.lease.renewDeadline
      "RetryPeriod" .Values.auditor.lease.retryPeriod -}}
{{- $_ := set $auditor "Lease" $lease -}}
{{- end -}}
{{- with include "signet.settings.enrolment" . -}}
{{- $_ := set $auditor "Enrolment" (. | fromJson) -}}
{{- end -}}
{{- $settings := dict "Auditor" $auditor -}}
{{- if include "signet.isS3" . }}{{ $_ := set $settings "S3" (include "signet.settings.s3" (list . "auditor") | fromJson) }}{{ end -}}
{{- toPrettyJson $settings -}}
{{- end }}

{{- define "signet.settings.anchorer" -}}
{{- $tsas := list -}}
{{- range .Values.anchors.tsas -}}
{{- $tsa := dict "Name" .name "RootsPath" (printf "/etc/signet/tsa-roots/%s.pem" .name) -}}
{{- with .url }}{{ $_ := set $tsa "Url" . }}{{ end -}}
{{- with .preset }}{{ $_ := set $tsa "Preset" . }}{{ end -}}
{{- with .policy }}{{ $_ := set $tsa "Policy" . }}{{ end -}}
{{- $tsas = append $tsas $tsa -}}
{{- end -}}
{{- $anchorer := dict "LogId" .Values.log.id "Required" (int .Values.anchors.required) "Tsas" $tsas -}}
{{- if .Values.anchors.witnesses -}}
{{- $witnesses := list -}}
{{- range .Values.anchors.witnesses }}{{ $witnesses = append $witnesses (dict "Name" .name "Url" .url "Vkey" .vkey) }}{{ end -}}
{{- $_ := set $anchorer "Witnesses" $witnesses -}}
{{- $_ := set $anchorer "WitnessInterval" .Values.anchors.witnessInterval -}}
{{- end -}}
{{- dict "Auditor" (include "signet.settings.auditorClient" . | fromJson) "Anchorer" $anchorer | toPrettyJson -}}
{{- end }}

{{- define "signet.settings.verifier" -}}
{{- $verifier := dict
      "LogId" .Values.log.id
      "StorePath" (include "signet.storePath" .)
      "MemoryPath" "/var/lib/signet-verifier/last-seen"
      "CheckpointVkey" .Values.verifier.checkpointVkey
      "ChainKeyId" .Values.keys.chainRoot.id
      "Interval" .Values.verifier.interval
      "FullEvery" (int .Values.verifier.fullEvery) -}}
{{- if include "signet.isAnchored" . -}}
{{- $_ := set $verifier "TsaRoots" (include "signet.settings.tsaRoots" . | fromJson) -}}
{{- end -}}
{{- if .Values.verifier.checkMacs -}}
{{- $_ := set $verifier "ChainRootPath" (printf "/etc/signet/keys/chain-root/%s" .Values.keys.chainRoot.key) -}}
{{- with include "signet.settings.previousChainRoots" . | fromJson }}{{ $_ := set $verifier "PreviousChainRootPaths" . }}{{ end -}}
{{- end -}}
{{- $settings := dict "Verifier" $verifier -}}
{{- if include "signet.isS3" . }}{{ $_ := set $settings "S3" (include "signet.settings.s3" (list . "verifier") | fromJson) }}{{ end -}}
{{- toPrettyJson $settings -}}
{{- end }}

{{/* The settings of a part as a ConfigMap. Takes (list $ part). */}}
{{- define "signet.settingsMap" -}}
apiVersion: v1
kind: ConfigMap
metadata:
  {{- include "signet.meta" (list (index . 0) (index . 1) (printf "%s-settings" (index . 1))) | nindent 2 }}
data:
  appsettings.Production.json: |
    {{- include (printf "signet.settings.%s" (index . 1)) (index . 0) | nindent 4 }}
{{- end }}

{{/* Pods are made anew when their settings change. The log's keys aren't among them: the auditor takes them up while it runs. */}}
{{- define "signet.settingsSum" -}}
{{- $settings := include (printf "signet.settings.%s" (index . 1)) (index . 0) -}}
{{- if eq (index . 1) "auditor" -}}
{{- $read := fromJson $settings -}}
{{- $settings = set $read "Auditor" (omit $read.Auditor "ChainKeyId" "ChainRootPath" "PreviousChainRootPaths" "CheckpointSeedPath" "PreviousCheckpointSeedPaths") | toJson -}}
{{- end -}}
signet.dev/settings-sha256: {{ $settings | sha256sum }}
{{- end }}

{{- define "signet.settingsMount" -}}
- name: settings
  mountPath: /app/appsettings.Production.json
  subPath: appsettings.Production.json
  readOnly: true
{{- end }}

{{/* Mounted as a folder, a file follows its ConfigMap. */}}
{{- define "signet.watchedSettingsMount" -}}
- name: settings
  mountPath: /etc/signet/settings
  readOnly: true
{{- end }}

{{- define "signet.settingsVolume" -}}
- name: settings
  configMap:
    name: {{ include "signet.fullname" (index . 0) }}-{{ index . 1 }}-settings
{{- end }}

{{/* Secrets as files that the pods' group may read, and nobody else. 288 is 0440, which readers of YAML don't agree on. */}}
{{- define "signet.secretVolume" -}}
- name: {{ .name }}
  secret:
    secretName: {{ .secret }}
    defaultMode: 288
    items:
      - {key: {{ .key | quote }}, path: {{ .path }}}
{{- end }}

{{/* Of the Secret of chain keys what is under the names that the values give, for verifiers. */}}
{{- define "signet.chainRootVolume" -}}
- name: chain-root
  secret:
    secretName: {{ .Values.keys.chainRoot.secret }}
    defaultMode: 288
    items:
      {{- range prepend (values (default dict .Values.keys.chainRoot.previous) | sortAlpha) .Values.keys.chainRoot.key | uniq }}
      - {key: {{ . | quote }}, path: {{ . | quote }}}
      {{- end }}
{{- end }}

{{- define "signet.auditorClientVolume" -}}
{{- if eq .Values.transport "dapr" }}
{{- include "signet.secretVolume" (dict "name" "token" "secret" .Values.dapr.apiTokenSecret "key" "token" "path" "token") }}
{{- else }}
{{- include "signet.secretVolume" (dict "name" "token" "secret" .Values.keys.auditorToken.secret "key" .Values.keys.auditorToken.key "path" "token") }}
{{- end }}
{{- end }}

{{- define "signet.auditorClientMount" -}}
- name: token
  mountPath: {{ ternary "/etc/signet/dapr" "/etc/signet/token" (eq .Values.transport "dapr") }}
  readOnly: true
{{- end }}

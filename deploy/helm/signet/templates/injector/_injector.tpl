{{- define "signet.injectorIsOwn" -}}
{{- if eq .Values.injector.certificate.source "own" }}true{{ end }}
{{- end }}

{{/* Objects of the whole cluster have the namespace in their names. */}}
{{- define "signet.injectorClusterName" -}}
{{- printf "%s-%s-injector" .Release.Namespace (include "signet.fullname" .) }}
{{- end }}

{{/* The name and labels of an object of the whole cluster. */}}
{{- define "signet.injectorClusterMeta" -}}
name: {{ include "signet.injectorClusterName" . }}
labels:
  {{- include "signet.labels" (list . "injector") | nindent 2 }}
{{- end }}

{{/* The gateway's settings without what stands in this namespace: keys are named as in the workload's own Secret, the policy is a ConfigMap
beside it, and the workload is its own pod's. */}}
{{- define "signet.settings.sidecar" -}}
{{- $gateway := omit (include "signet.settings.gateway" . | fromJson).Gateway "Policy" "Workload" -}}
{{- range $name, $upstream := .Values.gateway.upstreams -}}
{{- if $upstream.apiKeyFromDapr }}{{ fail "injector.full can't take keys from Dapr (gateway.upstreams.*.apiKeyFromDapr)." }}{{ end -}}
{{- with $upstream.apiKey }}{{ $_ := set (index $gateway.Upstreams $name) "ApiKeyFile" (printf "/etc/signet/api-keys/%s" .key) }}{{ end -}}
{{- end -}}
{{- range $index, $route := .Values.gateway.routes -}}
{{- if $route.apiKeyFromDapr }}{{ fail "injector.full can't take keys from Dapr (gateway.routes[].apiKeyFromDapr)." }}{{ end -}}
{{- with $route.apiKey }}{{ $_ := set (index $gateway.Routes $index) "ApiKeyFile" (printf "/etc/signet/api-keys/%s" .key) }}{{ end -}}
{{- end -}}
{{- $settings := dict "Auditor" (dict "BaseAddress" (printf "http://%s-auditor.%s.svc:8446" (include "signet.fullname" .) .Release.Namespace)) "Gateway" $gateway -}}
{{- with .Values.injector.full.spool }}{{ if .enabled -}}
{{- $_ := set $settings "Commits" (dict "Level" "spool" "Spool" (omit (include "signet.settings.spool" . | fromJson) "Path")) -}}
{{- end }}{{ end -}}
{{- toJson $settings -}}
{{- end }}

{{- define "signet.settings.injector" -}}
{{- $injector := dict
      "Mode" .Values.injector.mode
      "Relay" (dict
        "Address" (printf "http://%s-gateway.%s.svc:%v" (include "signet.fullname" .) .Release.Namespace .Values.gateway.service.port)
        "Audience" .Values.gateway.owner.audience) -}}
{{- if eq .Values.injector.mode "full" }}{{ if not .Values.injector.full.enabled }}{{ fail "injector.mode full needs injector.full.enabled." }}{{ end }}{{ end -}}
{{- if .Values.injector.full.enabled -}}
{{- with .Values.injector.full -}}
{{- $full := dict
      "Image" (include "signet.image" (list $ "gateway"))
      "ImagePullPolicy" $.Values.image.pullPolicy
      "PolicyConfigMap" .policyConfigMap
      "PolicyKey" $.Values.policy.key
      "ApiKeySecret" .apiKeySecret
      "AuditorTokenSecret" .auditorTokenSecret
      "AuditorTokenKey" $.Values.keys.auditorToken.key
      "Audience" $.Values.auditor.enrolment.audience
      "Port" (int .port)
      "CpuRequest" .cpuRequest
      "MemoryRequest" .memoryRequest
      "MemoryLimit" .memoryLimit
      "Settings" (include "signet.settings.sidecar" $ | fromJson) -}}
{{- if .spool.enabled }}{{ $_ := set $full "SpoolLimit" (include "signet.spoolLimit" .spool) }}{{ end -}}
{{- $_ := set $injector "Full" $full -}}
{{- end -}}
{{- end -}}
{{- if include "signet.injectorIsOwn" . -}}
{{- $certificate := dict
      "Secret" (printf "%s-injector-certificate" (include "signet.fullname" .))
      "Namespace" .Release.Namespace
      "Service" (printf "%s-injector" (include "signet.fullname" .))
      "WebhookConfiguration" (include "signet.injectorClusterName" .)
      "Lifetime" (printf "%v.00:00:00" .Values.injector.certificate.lifetimeDays) -}}
{{- $_ := set $injector "Certificate" $certificate -}}
{{- else -}}
{{- $_ := set $injector "Certificate" (dict "Folder" "/etc/signet/certificate") -}}
{{- end -}}
{{- dict "Injector" $injector | toPrettyJson -}}
{{- end }}

{{/* Whether the auditor asks the API server who wants to enrol. */}}
{{- define "signet.isReviewed" -}}
{{- if eq .Values.auditor.enrolment.mode "kubernetes" }}true{{ end }}
{{- end }}

{{/* Whether auditors speak to the API server. */}}
{{- define "signet.isApiClient" -}}
{{- if or (include "signet.isElected" .) (include "signet.isReviewed" .) }}true{{ end }}
{{- end }}

{{/* The settings of enrolment; nothing for the mode token, which is the default of the auditor too. */}}
{{- define "signet.settings.enrolment" -}}
{{- $enrolment := .Values.auditor.enrolment -}}
{{- if ne $enrolment.mode "token" -}}
{{- $settings := dict "Mode" $enrolment.mode -}}
{{- if include "signet.isReviewed" . -}}
{{- $own := printf "%s/%s-gateway" .Release.Namespace (include "signet.fullname" .) -}}
{{- $_ := set $settings "Audience" $enrolment.audience -}}
{{- $_ := set $settings "ServiceAccounts" (prepend $enrolment.serviceAccounts $own | uniq) -}}
{{- end -}}
{{- $keys := list -}}
{{- range $enrolment.keys -}}
{{- $keys = append $keys (dict "Producer" .producer "KeyId" .keyId "Alg" (default "ed25519-tree" .alg) "PublicKey" .publicKey) -}}
{{- end -}}
{{- if $keys }}{{ $_ := set $settings "Keys" $keys }}{{ end -}}
{{- toJson $settings -}}
{{- end -}}
{{- end }}

{{/* How a gateway reaches the auditor, which may want to see the token of its pod. */}}
{{- define "signet.settings.gatewayClient" -}}
{{- $client := include "signet.settings.auditorClient" . | fromJson -}}
{{- if include "signet.isReviewed" . }}{{ $_ := set $client "WorkloadTokenPath" "/etc/signet/workload/token" }}{{ end -}}
{{- toJson $client -}}
{{- end }}

{{/* A token that counts for the auditor alone, bound to the pod; the kubelet replaces it before it runs out. */}}
{{- define "signet.workloadTokenVolume" -}}
- name: workload-token
  projected:
    defaultMode: 288
    sources:
      - serviceAccountToken:
          audience: {{ .Values.auditor.enrolment.audience | quote }}
          expirationSeconds: 3600
          path: token
{{- end }}

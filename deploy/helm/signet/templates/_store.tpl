{{/* Where the log is: a directory on a claim, or S3. */}}

{{- define "signet.isS3" -}}
{{- if .Values.store.s3.bucket }}true{{ end }}
{{- end }}

{{- define "signet.storePath" -}}
{{- if include "signet.isS3" . -}}
s3://{{ .Values.store.s3.bucket }}{{ with .Values.store.s3.prefix }}/{{ . }}{{ end }}
{{- else -}}
/var/lib/signet/store
{{- end -}}
{{- end }}

{{/* The section S3 of a part's settings. Takes (list $ part), of which the part is auditor or verifier. */}}
{{- define "signet.settings.s3" -}}
{{- $store := (index . 0).Values.store.s3 -}}
{{- $s3 := dict
      "Region" $store.region
      "PathStyle" $store.pathStyle
      "DerivedBucket" $store.derivedBucket
      "SlotMode" (title $store.slotMode)
      "RetainDays" (int $store.retainDays) -}}
{{- with $store.endpoint }}{{ $_ := set $s3 "Endpoint" . }}{{ end -}}
{{- if $store.allowPlainHttp }}{{ $_ := set $s3 "AllowPlainHttp" true }}{{ end -}}
{{- with $store.claimBucket }}{{ $_ := set $s3 "ClaimBucket" . }}{{ end -}}
{{- if (index $store (index . 1)).secret -}}
{{- $_ := set $s3 "AccessKeyPath" "/etc/signet/store/access-key" -}}
{{- $_ := set $s3 "SecretKeyPath" "/etc/signet/store/secret-key" -}}
{{- end -}}
{{- toJson $s3 -}}
{{- end }}

{{/* The volume of the log, and that of the store's keys. Takes (list $ part). */}}
{{- define "signet.storeVolumes" -}}
{{- $ := index . 0 -}}{{- $part := index . 1 -}}
{{- $keys := index $.Values.store.s3 $part -}}
{{- if not (include "signet.isS3" $) }}
- name: log
  persistentVolumeClaim:
    claimName: {{ include "signet.storeClaim" $ }}
    {{- if ne $part "auditor" }}
    readOnly: true
    {{- end }}
{{- else if $keys.secret }}
- name: store
  secret:
    secretName: {{ $keys.secret }}
    defaultMode: 288
    items:
      - {key: {{ $keys.accessKey | quote }}, path: access-key}
      - {key: {{ $keys.secretKey | quote }}, path: secret-key}
{{- end }}
{{- end }}

{{- define "signet.storeMounts" -}}
{{- $ := index . 0 -}}{{- $part := index . 1 -}}
{{- if not (include "signet.isS3" $) }}
- name: log
  mountPath: /var/lib/signet
  {{- if ne $part "auditor" }}
  readOnly: true
  {{- end }}
{{- else if (index $.Values.store.s3 $part).secret }}
- name: store
  mountPath: /etc/signet/store
  readOnly: true
{{- end }}
{{- end }}

{{/* The pod of a verifier, which verifies again and again or once. */}}
{{- define "signet.verifierPod" -}}
serviceAccountName: {{ include "signet.fullname" . }}-verifier
automountServiceAccountToken: false
enableServiceLinks: false
{{- with include "signet.pullSecrets" . | trim }}{{ . | nindent 0 }}{{ end }}
{{- with include "signet.scheduling" (list . "verifier") | trim }}{{ . | nindent 0 }}{{ end }}
{{- with include "signet.readerAffinity" . | trim }}{{ . | nindent 0 }}{{ end }}
securityContext:
  {{- include "signet.podSecurity" . | nindent 2 }}
containers:
  - name: verifier
    image: {{ include "signet.image" (list . "verifier") | quote }}
    imagePullPolicy: {{ .Values.image.pullPolicy }}
    {{- if eq .Values.verifier.mode "job" }}
    args: [--once]
    {{- else }}
    ports:
      - {name: management, containerPort: 8444, protocol: TCP}
    {{- include "signet.probes" . | nindent 4 }}
    {{- end }}
    resources:
      {{- toYaml .Values.verifier.resources | nindent 6 }}
    securityContext:
      {{- include "signet.containerSecurity" . | nindent 6 }}
    volumeMounts:
      {{- include "signet.settingsMount" . | nindent 6 }}
      {{- if .Values.verifier.checkMacs }}
      - name: chain-root
        mountPath: /etc/signet/keys/chain-root
        readOnly: true
      {{- end }}
      {{- if include "signet.isAnchored" . }}
      - name: tsa-roots
        mountPath: /etc/signet/tsa-roots
        readOnly: true
      {{- end }}
      {{- with include "signet.storeMounts" (list . "verifier") | trim }}{{ . | nindent 6 }}{{ end }}
      - name: memory
        mountPath: /var/lib/signet-verifier
      - name: tmp
        mountPath: /tmp
volumes:
  {{- include "signet.settingsVolume" (list . "verifier") | nindent 2 }}
  {{- if .Values.verifier.checkMacs }}
  {{- include "signet.chainRootVolume" . | nindent 2 }}
  {{- end }}
  {{- if include "signet.isAnchored" . }}
  {{- include "signet.tsaVolume" . | nindent 2 }}
  {{- end }}
  {{- with include "signet.storeVolumes" (list . "verifier") | trim }}{{ . | nindent 2 }}{{ end }}
  - name: memory
    persistentVolumeClaim:
      claimName: {{ include "signet.memoryClaim" . }}
  - name: tmp
    emptyDir: {sizeLimit: 64Mi}
{{- end }}

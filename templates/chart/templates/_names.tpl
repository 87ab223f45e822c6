{{- /* Names and labels. Everywhere `.` is a dict of `root` and `component`. */ -}}

{{- define "app.name" -}}
{{- printf "%s-%s" .root.Release.Name .component | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "app.secretName" -}}
{{- .root.Values.existingSecret | default (printf "%s-secrets" .root.Release.Name) -}}
{{- end -}}

{{- /* These never change: a Deployment's selector can't be edited. */ -}}
{{- define "app.selectorLabels" -}}
app.kubernetes.io/name: {{ .root.Chart.Name | quote }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
app.kubernetes.io/component: {{ .component | quote }}
{{- end -}}

{{- define "app.labels" -}}
{{ include "app.selectorLabels" . }}
app.kubernetes.io/part-of: {{ .root.Chart.Name | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service | quote }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | toString | replace "+" "_" | trunc 63 | trimAll "-_." | quote }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | trunc 63 | trimAll "-_." | quote }}
{{- end -}}

{{- define "app.image" -}}
{{- $image := .values.image -}}
{{- $tag := $image.tag | default .root.Chart.AppVersion -}}
{{- $tag = kindIs "string" $tag | ternary $tag (printf "%d" (int64 $tag)) -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $image.repository $image.digest -}}
{{- else if eq $tag "latest" -}}
{{- fail (printf "%s.image.tag: latest moves, so nobody knows what runs; give the tag of one image" .component) -}}
{{- else -}}
{{- printf "%s:%s" $image.repository $tag -}}
{{- end -}}
{{- end -}}

{{- /* The data of a component's ConfigMap; hashed into the pods, so that they restart when it changes. */ -}}
{{- define "app.configData" -}}
{{- $data := dict -}}
{{- $urlEnv := .values.backendUrlEnv -}}
{{- if $urlEnv -}}
{{- $backend := include "app.name" (dict "root" .root "component" "backend") -}}
{{- $_ := set $data $urlEnv (printf "http://%s:%v" $backend .root.Values.backend.service.port) -}}
{{- end -}}
{{- range $name, $value := .values.env -}}
{{- $_ := set $data $name $value -}}
{{- end -}}
{{- range $name, $value := $data }}
{{ $name | quote }}: {{ $value | quote }}
{{- end -}}
{{- end -}}

{{- define "app.probe" -}}
{{- if .command -}}
exec:
  command: {{ .command | toJson }}
{{- else if .path -}}
httpGet:
  path: {{ .path | quote }}
  port: http
  {{- with .host }}
  httpHeaders:
    - name: Host
      value: {{ . | quote }}
  {{- end }}
{{- else -}}
tcpSocket:
  port: http
{{- end }}
periodSeconds: {{ .periodSeconds }}
timeoutSeconds: {{ .timeoutSeconds }}
failureThreshold: {{ .failureThreshold }}
{{- end -}}

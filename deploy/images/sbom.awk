# Turns a .deps.json, which names every package that was published with its digest, into a bill of materials (CycloneDX 1.6).
#   awk -f deploy/images/sbom.awk Signet.Gateway.Host.deps.json
function flush_component(   purl) {
    if (name == "" || type != "package") return
    purl = "pkg:nuget/" name "@" version
    printf "%s\n    { \"type\": \"library\", \"name\": \"%s\", \"version\": \"%s\", \"purl\": \"%s\", \"bom-ref\": \"%s\"%s }", \
        (count++ ? "," : ""), name, version, purl, purl, hash
}
BEGIN {
    printf "{\n  \"bomFormat\": \"CycloneDX\",\n  \"specVersion\": \"1.6\",\n  \"version\": 1,\n  \"components\": ["
}
/^  "libraries": \{/ { inside = 1; next }
inside && /^    "[^"]+\/[^"]+": \{/ {
    split($0, quoted, "\"")
    slash = index(quoted[2], "/")
    name = substr(quoted[2], 1, slash - 1)
    version = substr(quoted[2], slash + 1)
    type = ""; hash = ""
}
inside && /^      "type":/ { split($0, quoted, "\""); type = quoted[4] }
inside && /^      "sha512": "sha512-/ { split($0, quoted, "\""); hash = ", \"properties\": [ { \"name\": \"nuget:contentHash\", \"value\": \"" substr(quoted[4], 8) "\" } ]" }
inside && /^    \}/ { flush_component(); name = "" }
END { printf "\n  ]\n}\n" }

#!/bin/sh
# sbom.sh TABLE VERSION: the parts of this build as SPDX 2.3, with the versions that pkg-config says.
# The same sources and libraries give the same bytes ($SOURCE_DATE_EPOCH is the date; 1970 without it).
set -eu
table=$1 version=$2
created=$(date -u -d "@${SOURCE_DATE_EPOCH:-0}" +%Y-%m-%dT%H:%M:%SZ)

cat <<END
{"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": "tocsin-$version",
 "documentNamespace": "https://tocsin.example/spdx/tocsin-$version",
 "creationInfo": {"created": "$created", "creators": ["Tool: etc/sbom.sh"]},
 "documentDescribes": ["SPDXRef-tocsin"],
 "hasExtractedLicensingInfos": [{"licenseId": "LicenseRef-public-domain", "extractedText": "In the public domain."}],
 "packages": [
  {"SPDXID": "SPDXRef-tocsin", "name": "tocsin", "versionInfo": "$version", "licenseDeclared": "ISC",
   "licenseConcluded": "ISC", "copyrightText": "The Tocsin developers", "downloadLocation": "NOASSERTION", "filesAnalyzed": false}
END
relations=
while IFS='	' read -r found name licence from; do
	case $found in
	'#'*) continue ;;
	embedded:*) of=NOASSERTION relation=CONTAINS ;;
	*) of=$(pkg-config --modversion "$found" 2>/dev/null) || continue
		relation=DYNAMIC_LINK ;;
	esac
	id=SPDXRef-$(printf %s "$name" | tr ' ' -)
	printf '  ,{"SPDXID": "%s", "name": "%s", "versionInfo": "%s", "licenseDeclared": "%s",\n' "$id" "$name" "$of" "$licence"
	printf '   "licenseConcluded": "%s", "copyrightText": "NOASSERTION", "downloadLocation": "%s", "filesAnalyzed": false}\n' \
		"$licence" "$from"
	relations="$relations$relation $id
"
done <"$table"
printf ' ],\n "relationships": [\n'
printf '  {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-tocsin"}\n'
printf %s "$relations" | while read -r relation id; do
	printf '  ,{"spdxElementId": "SPDXRef-tocsin", "relationshipType": "%s", "relatedSpdxElement": "%s"}\n' "$relation" "$id"
done
printf ' ]}\n'

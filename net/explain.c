/* explain.c -- what libcurl and OpenSSL say about a failed transfer, as one sentence that
 * helps. */
#include "config.h"

#include <openssl/x509_vfy.h>

#include "base/alloc.h"
#include "net/job.h"

static const struct {
	long code;
	const char *says;
} verify[] = {
	{ X509_V_ERR_CERT_HAS_EXPIRED, "its certificate has expired" },
	{ X509_V_ERR_CERT_NOT_YET_VALID,
	    "its certificate is not valid yet (is our clock right?)" },
	{ X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, "its certificate is self-signed" },
	{ X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
	    "its chain ends in a root that is not trusted here" },
	{ X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
	    "its chain is incomplete or its issuer is not trusted here" },
	{ X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT,
	    "its chain is incomplete or its issuer is not trusted here" },
	{ X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE,
	    "its chain is incomplete: the server sends no intermediate certificate" },
	{ X509_V_ERR_CERT_REVOKED, "its certificate is revoked" },
	{ X509_V_ERR_HOSTNAME_MISMATCH, "its certificate is for another name" },
	{ X509_V_ERR_CA_KEY_TOO_SMALL, "its chain has a key that is too weak" },
	{ X509_V_ERR_EE_KEY_TOO_SMALL, "its certificate has a key that is too weak" },
	{ X509_V_ERR_CA_MD_TOO_WEAK, "its chain has a signature that is too weak" },
};

static const struct {
	CURLcode rc;
	enum http_error why;
	const char *says; /* NULL: libcurl's own words */
} results[] = {
	{ CURLE_UNSUPPORTED_PROTOCOL, HTTP_BROKEN, "the answer is not HTTP" },
	{ CURLE_URL_MALFORMAT, HTTP_BAD_URL, "the address does not parse" },
	{ CURLE_COULDNT_RESOLVE_PROXY, HTTP_DNS, "the proxy's name does not resolve" },
	{ CURLE_COULDNT_RESOLVE_HOST, HTTP_DNS, "the name does not resolve" },
	{ CURLE_OPERATION_TIMEDOUT, HTTP_TIMEOUT, NULL },
	{ CURLE_SSL_CONNECT_ERROR, HTTP_TLS, NULL },
	{ CURLE_SSL_CERTPROBLEM, HTTP_TLS,
	    "our client certificate or its key does not work" },
	{ CURLE_SSL_CIPHER, HTTP_TLS, NULL },
	{ CURLE_SSL_CACERT_BADFILE, HTTP_TLS,
	    "the file of trusted roots cannot be read" },
	{ CURLE_USE_SSL_FAILED, HTTP_TLS, "the server offers no STARTTLS" },
	{ CURLE_SSL_ENGINE_INITFAILED, HTTP_TLS, NULL },
	{ CURLE_BAD_CONTENT_ENCODING, HTTP_BROKEN,
	    "its content coding cannot be decoded" },
	{ CURLE_WRITE_ERROR, HTTP_BROKEN,
	    "its content coding cannot be decoded" }, /* brotli,
							 zstd
						       */
	{ CURLE_GOT_NOTHING, HTTP_BROKEN, "the server closed without an answer" },
	{ CURLE_PARTIAL_FILE, HTTP_BROKEN,
	    "the answer ended before its announced length" },
	{ CURLE_WEIRD_SERVER_REPLY, HTTP_BROKEN, "the answer is not HTTP" },
};

static void
explain_tls(struct http_job *j, const char *host)
{
	struct str said = str_of(j->curl_error);
	long code = 0;

	curl_easy_getinfo(j->easy, CURLINFO_SSL_VERIFYRESULT, &code);
	for (size_t i = 0; i < NELEM(verify); i++)
		if (verify[i].code == code) {
			job_fail(j, HTTP_TLS, "TLS with %s: %s", host, verify[i].says);
			return;
		}
	if (str_find(said, STR("subject name")) != STR_NOWHERE ||
	    str_find(said, STR("does not match")) != STR_NOWHERE)
		job_fail(j, HTTP_TLS, "TLS with %s: its certificate is for another name",
		    host);
	else
		job_fail(j, HTTP_TLS, "TLS with %s: %s", host, j->curl_error);
}

void
job_explain(struct http_job *j, CURLcode rc, const char *host)
{
	const char *said = j->curl_error[0] != '\0' ? j->curl_error
						    : curl_easy_strerror(rc);
	curl_off_t connected = 0;

	if (rc == CURLE_OK || j->why != HTTP_OK)
		return;
	if (j->refused &&
	    (rc == CURLE_COULDNT_CONNECT || rc == CURLE_OPERATION_TIMEDOUT)) {
		j->why = HTTP_REFUSED_ADDRESS; /* the sentence was written when it was
						  refused */
		return;
	}
	if (rc == CURLE_PEER_FAILED_VERIFICATION) {
		explain_tls(j, host);
		return;
	}
	curl_easy_getinfo(j->easy, CURLINFO_PRETRANSFER_TIME_T, &connected);
	if (rc == CURLE_OPERATION_TIMEDOUT && connected == 0) {
		job_fail(j, HTTP_TIMEOUT, "no connection to %s within %lld s", host,
		    (long long)j->connect_ms / 1000);
		return;
	}
	if (rc == CURLE_COULDNT_CONNECT) {
		long os = 0;

		curl_easy_getinfo(j->easy, CURLINFO_OS_ERRNO, &os);
		job_fail(j, HTTP_CONNECT, "no connection to %s%s: %s",
		    j->proxied ? "the proxy before " : "", host,
		    os != 0 ? strerror((int)os) : "refused");
		return;
	}
	for (size_t i = 0; i < NELEM(results); i++)
		if (results[i].rc == rc) {
			job_fail(j, results[i].why, "%s: %s", host,
			    results[i].says != NULL ? results[i].says : said);
			return;
		}
	job_fail(j, HTTP_BROKEN, "%s: %s", host, said);
}

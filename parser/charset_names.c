/* charset_names.c -- see charset_names.h. */
#include "config.h"

#include "base/alloc.h"
#include "parser/charset_names.h"

static const struct {
	const char *icu;
	const char *labels; /* with a space around each */
} encodings[] = {
	{ "utf-8",
	    " utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 "
	    "x-unicode20utf8 " },
	{ "windows-1252",
	    " windows-1252 iso-8859-1 iso8859-1 iso88591 iso_8859-1 latin1 latin-1 l1 "
	    "us-ascii ascii cp1252 x-cp1252 cp819 ibm819 ansi_x3.4-1968 iso-ir-100 "
	    "csisolatin1 "
	    "iso_8859-1:1987 win-1252 windows1252 " },
	{ "windows-1250", " windows-1250 cp1250 x-cp1250 win-1250 windows1250 " },
	{ "windows-1251", " windows-1251 cp1251 x-cp1251 win-1251 windows1251 cp-1251 " },
	{ "windows-1253", " windows-1253 cp1253 x-cp1253 " },
	{ "windows-1254",
	    " windows-1254 cp1254 x-cp1254 iso-8859-9 iso8859-9 iso88599 iso_8859-9 "
	    "latin5 l5 iso-ir-148 csisolatin5 iso_8859-9:1989 " },
	{ "windows-1255", " windows-1255 cp1255 x-cp1255 " },
	{ "windows-1256", " windows-1256 cp1256 x-cp1256 " },
	{ "windows-1257", " windows-1257 cp1257 x-cp1257 " },
	{ "windows-1258", " windows-1258 cp1258 x-cp1258 " },
	{ "windows-874",
	    " windows-874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 tis620 " },
	{ "iso-8859-2",
	    " iso-8859-2 iso8859-2 iso88592 iso_8859-2 latin2 l2 iso-ir-101 csisolatin2 "
	    "iso_8859-2:1987 " },
	{ "iso-8859-3",
	    " iso-8859-3 iso8859-3 iso88593 iso_8859-3 latin3 l3 csisolatin3 "
	    "iso-ir-109 iso_8859-3:1988 " },
	{ "iso-8859-4",
	    " iso-8859-4 iso8859-4 iso88594 iso_8859-4 latin4 l4 csisolatin4 "
	    "iso-ir-110 iso_8859-4:1988 " },
	{ "iso-8859-5",
	    " iso-8859-5 iso8859-5 iso88595 iso_8859-5 cyrillic csisolatincyrillic "
	    "iso-ir-144 iso_8859-5:1988 " },
	{ "iso-8859-6",
	    " iso-8859-6 iso8859-6 iso88596 iso_8859-6 arabic asmo-708 ecma-114 "
	    "csisolatinarabic iso-8859-6-e iso-8859-6-i csiso88596e csiso88596i "
	    "iso-ir-127 "
	    "iso_8859-6:1987 " },
	{ "iso-8859-7",
	    " iso-8859-7 iso8859-7 iso88597 iso_8859-7 greek greek8 ecma-118 elot_928 "
	    "csisolatingreek sun_eu_greek iso-ir-126 iso_8859-7:1987 " },
	{ "iso-8859-8",
	    " iso-8859-8 iso8859-8 iso88598 iso_8859-8 hebrew visual csisolatinhebrew "
	    "iso-8859-8-e iso-8859-8-i logical csiso88598e csiso88598i iso-ir-138 "
	    "iso_8859-8:1988 " },
	{ "iso-8859-10",
	    " iso-8859-10 iso8859-10 iso885910 latin6 l6 csisolatin6 iso-ir-157 " },
	{ "iso-8859-13", " iso-8859-13 iso8859-13 iso885913 " },
	{ "iso-8859-14", " iso-8859-14 iso8859-14 iso885914 " },
	{ "iso-8859-15",
	    " iso-8859-15 iso8859-15 iso885915 iso_8859-15 latin9 latin-9 l9 "
	    "csisolatin9 " },
	{ "iso-8859-16", " iso-8859-16 latin10 l10 " },
	{ "ibm866", " ibm866 866 cp866 csibm866 " },
	{ "koi8-r", " koi8-r koi8 koi koi8_r cskoi8r " },
	{ "koi8-u", " koi8-u koi8-ru " },
	{ "macintosh", " macintosh mac x-mac-roman csmacintosh mac-roman " },
	{ "x-mac-cyrillic", " x-mac-cyrillic x-mac-ukrainian mac-cyrillic " },
	{ "gb18030",
	    " gb18030 gb2312 gbk gb_2312 gb_2312-80 x-gbk chinese csgb2312 iso-ir-58 "
	    "csiso58gb231280 cp936 ms936 windows-936 " },
	{ "big5", " big5 big5-hkscs big-5 cn-big5 csbig5 x-x-big5 cp950 " },
	{ "euc-jp", " euc-jp x-euc-jp cseucpkdfmtjapanese eucjp " },
	{ "shift_jis",
	    " shift_jis shift-jis sjis x-sjis ms_kanji ms932 windows-31j csshiftjis "
	    "cp932 " },
	{ "iso-2022-jp", " iso-2022-jp csiso2022jp " },
	{ "euc-kr",
	    " euc-kr euckr cseuckr korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 "
	    "windows-949 iso-ir-149 csksc56011987 cp949 " },
};

const char *
charset_icu_name(struct str label)
{
	char word[40];

	if (label.n == 0 || label.n > 32)
		return NULL;
	word[0] = ' ';
	for (size_t i = 0; i < label.n; i++)
		word[i + 1] = is_space(label.p[i]) ? '?' : to_lower(label.p[i]);
	word[label.n + 1] = ' ';
	for (size_t i = 0; i < NELEM(encodings); i++)
		if (str_find(str_of(encodings[i].labels),
			(struct str){ word, label.n + 2 }) != STR_NOWHERE)
			/* WHATWG: EUC-KR is windows-949, Shift_JIS windows-31j. */
			return encodings[i].icu;
	return NULL;
}

void
charset_show(char out[32], struct str label)
{
	if (str_eq_ci(label, STR("gb2312")))
		label = STR("gb18030");
	str_copy(out, 32, label);
	for (size_t i = 0; out[i] != '\0'; i++)
		out[i] = to_lower(out[i]);
}

static const uint16_t high_1252[32] = { 0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026,
	0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f, 0x90,
	0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161,
	0x203a, 0x153, 0x9d, 0x17e, 0x178 };

/* ISO-8859-16, which ICU does not have: where it differs from Latin 1. */
static const struct {
	unsigned char byte;
	uint16_t c;
} latin10[] = {
	{ 0xa1, 0x104 },
	{ 0xa2, 0x105 },
	{ 0xa3, 0x141 },
	{ 0xa4, 0x20ac },
	{ 0xa5, 0x201e },
	{ 0xa6, 0x160 },
	{ 0xa8, 0x161 },
	{ 0xaa, 0x218 },
	{ 0xac, 0x179 },
	{ 0xae, 0x17a },
	{ 0xaf, 0x17b },
	{ 0xb2, 0x10c },
	{ 0xb3, 0x142 },
	{ 0xb4, 0x17d },
	{ 0xb5, 0x201d },
	{ 0xb8, 0x17e },
	{ 0xb9, 0x10d },
	{ 0xba, 0x219 },
	{ 0xbc, 0x152 },
	{ 0xbd, 0x153 },
	{ 0xbe, 0x178 },
	{ 0xbf, 0x17c },
	{ 0xc3, 0x102 },
	{ 0xc5, 0x106 },
	{ 0xd0, 0x110 },
	{ 0xd1, 0x143 },
	{ 0xd5, 0x150 },
	{ 0xd7, 0x15a },
	{ 0xd8, 0x170 },
	{ 0xdd, 0x118 },
	{ 0xde, 0x21a },
	{ 0xe3, 0x103 },
	{ 0xe5, 0x107 },
	{ 0xf0, 0x111 },
	{ 0xf1, 0x144 },
	{ 0xf5, 0x151 },
	{ 0xf7, 0x15b },
	{ 0xf8, 0x171 },
	{ 0xfd, 0x119 },
	{ 0xfe, 0x21b },
};

bool
charset_table(const char *icu, uint32_t table[256])
{
	if (strcmp(icu, "iso-8859-16") != 0)
		return false;
	for (uint32_t b = 0; b < 256; b++)
		table[b] = b;
	for (size_t i = 0; i < NELEM(latin10); i++)
		table[latin10[i].byte] = latin10[i].c;
	return true;
}

uint32_t
charset_1252(unsigned char byte)
{
	return byte >= 0x80 && byte < 0xa0 ? high_1252[byte - 0x80] : byte;
}

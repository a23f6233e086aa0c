/* wire_parts.c -- see wire_parts.h. */
#include "config.h"

#include "facts/wire_parts.h"

void
wire_put_day(struct buf *b, struct day d)
{
	wire_put_i64(b, d.year);
	wire_put_i64(b, d.month);
	wire_put_i64(b, d.day);
}

/* Not said, as most are not. */
static bool
no_day(struct wire *w)
{
	if (w->bad || w->in.n < 3 || w->in.p[0] != 0 || w->in.p[1] != 0 ||
	    w->in.p[2] != 0)
		return false;
	w->in.p += 3;
	w->in.n -= 3;
	return true;
}

struct day
wire_day(struct wire *w)
{
	int64_t y, m, d;

	if (no_day(w))
		return (struct day){ 0 };
	y = wire_i64(w);
	m = wire_i64(w);
	d = wire_i64(w);
	if (y < 1 || y > 9999 || m < 0 || m > 12 || d < 0 || d > 31 ||
	    (d != 0 && m == 0) ||
	    !date_valid((int)y, m == 0 ? 1 : (int)m, d == 0 ? 1 : (int)d)) {
		w->bad = true;
		return (struct day){ 0 };
	}
	return (struct day){ (int16_t)y, (int8_t)m, (int8_t)d };
}

void
wire_put_place(struct buf *b, const struct fact_place *p)
{
	wire_put_str(b, p->name);
	wire_put_u64(b, p->role);
	wire_put_u64(b, p->precision);
	wire_put_str(b, p->canonical);
	wire_put_str(b, p->id);
	wire_put_str(b, p->country);
	wire_put_str(b, p->admin1);
	wire_put_f64(b, p->lat);
	wire_put_f64(b, p->lon);
}

void
wire_place(struct wire *w, struct fact_place *p)
{
	p->name = wire_str(w);
	p->role = wire_enum(w, ROLE_N);
	p->precision = wire_enum(w, PRECISION_N);
	p->canonical = wire_str(w);
	p->id = wire_str(w);
	p->country = wire_str(w);
	p->admin1 = wire_str(w);
	p->lat = wire_f64(w);
	p->lon = wire_f64(w);
	if (p->lat < -90 || p->lat > 90 || p->lon < -180 || p->lon > 180)
		w->bad = true;
}

/*
 * fields.h -- what fields.c, geo.c and links.c do where an element begins and ends, for
 * the table in element.c.
 */
#ifndef PARSER_FIELDS_H
#define PARSER_FIELDS_H

#include "parser/build.h"

/* without a prefix; trimmed */
struct str attr_get(const struct attrs *a, const char *name);
bool attr_exists(const struct attrs *a, const char *name);
struct str attr_any(const struct attrs *a, const char *name); /* with any */
#define START(f) void f(struct build *b, const struct element *el, const struct attrs *a)
#define END(f) void f(struct build *b, const struct element *el, struct str text)
START(root_rss);
START(root_rdf);
START(root_atom);
START(root_channel);
START(root_entry);
START(start_entry);
START(start_deleted);
START(start_source);
START(start_rich);
START(start_person);
START(start_link);
START(start_category);
START(start_enclosure);
START(start_media_content);
START(start_thumbnail);
START(start_generator);
START(start_cloud);
START(start_image);
START(start_guid);
START(start_resource);
START(start_itunes_image);
START(start_gml);
START(start_georss);
START(start_anchor);
START(start_logo);
START(start_license);
START(start_extra_other);
END(end_entry);
END(end_source);
END(end_rich);
END(end_date);
END(end_url);
END(end_person);
END(end_person_name);
END(end_person_email);
END(end_person_uri);
END(end_link);
END(end_category);
END(end_generator);
END(end_guid);
END(end_id);
END(end_language);
END(end_ttl);
END(end_skip_hour);
END(end_skip_day);
END(end_image);
END(end_image_url);
END(end_image_link);
END(end_image_title);
END(end_image_width);
END(end_image_height);
END(end_extra);
END(end_extra_url);
END(end_extra_bool);
END(end_explicit);
END(end_extra_other);
END(end_period);
END(end_frequency);
END(end_keywords);
END(end_license);
END(end_geo);
END(end_lat);
END(end_long);
END(end_thumbnail);

#endif

/*
 * phrase_actor.h -- how far the name of an armed actor goes beyond the words that it is known by.
 */
#ifndef FACTS_PHRASE_ACTOR_H
#define FACTS_PHRASE_ACTOR_H

#include "facts/actors.h"
#include "facts/doc.h"

/* Liwa al-Fath, Jaysh Usud al-Sham: where the name ends that a word for a force begins; i if none does. */
size_t actor_led_name(const struct doc *d, size_t i, size_t end);
/* Lashkar Gah: a word for a force that begins the name of a town. */
bool actor_leads_town(const struct doc *d, size_t i, size_t end);
/* Israel's | army: where the phrase begins whose country owns the actor, who is its state's; first: none does. */
size_t actor_owner_start(const struct doc *d, size_t from, size_t first, const struct actor **who);
/* Members | of the gang, by members | of the gang; but: killed 59 members of it. */
bool actor_of_members(const struct doc *d, size_t i, size_t first);

#endif

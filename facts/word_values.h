/*
 * word_values.h -- what word.value says of words that are no numbers: the N of value=N in
 * the data files (doc/lexicon.md).  Only rules for words of one class look for a value,
 * so that words of different classes may have the same.
 */
#ifndef FACTS_WORD_VALUES_H
#define FACTS_WORD_VALUES_H

/* ---- who is counted ---- */

#define AGE 1       /* old: five years old */
#define OF_A_SIDE 0 /* member: the side says what they are */
#define KIN 3       /* relative, son */
#define PAIR 2      /* both, couple */
/* passengers, tourists: whom a storm or a strike strands are not displaced */
#define TRAVELLER 53
/* rescuers, reporters: who come to where others are displaced; who tells reporters, a
 * news conference in a place tells of another */
#define HELPER 57
#define ONE_ALONE 31 /* a counted word that is one of them: есть погибший */
/* one that is a person only with an article: a fatality, unlike a death */
#define ONE_BY_ARTICLE 46
#define DEAD_AND_HURT 8 /* casualty */
#define OF_THE_TOLD 9   /* a total of what was told before */
/* of a noun for a force that is one only as the end of a name: Third Corps */
#define FORCE_BY_NAME 15
#define BY_WHOM 32 /* a side in a form that says that it did something */

/* ---- pronouns, and what a clause begins with ---- */

#define SUBJECT_ONLY 1 /* he and they */
#define REFLEXIVE 2    /* himself, themselves */
#define ALL 3          /* all: one only where it is the subject */
/* who: what stands before it is who does what its clause tells */
#define OF_PEOPLE 26
#define OF_WHOM 2 /* a subset word that opens a clause: of whom */
/* an among word that says "of" itself, behind its number: of the dead */
#define OF_THEM 1
#define AMONG 39 /* among, unlike including */
#define WHERE 48 /* where, a relative */
/* before, until: what follows ended what is told before */
#define UNTIL 44
#define AFTERWARDS 45 /* after, following: what they tell of came first */
#define CONTRAST 3    /* but, while: what follows is another's */

/* ---- beside a number ---- */

#define NUMBER_BETWEEN (-2) /* a bound before two ends joined by "and" */
#define NUMBER_HALF (-3)    /* and a half, behind its number */
#define NUMBER_OR 34        /* or: between two numbers, a range */
#define NUMBER_TO 35        /* an article that is to, too, between two numbers */
#define NUMBER_AND 41       /* and, where it joins hundreds to thousands */
#define OUT_OF 37           /* out of: six out of nine clerks */
#define IN_WORD 100         /* above it, of a counted noun: so many more */
#define ALL_BUT 11          /* all but: without so many */
#define ONLY 38             /* only: the others did not survive */
#define NO_MORE_THAN 38     /* only, just */
#define EACH_SIDE 47        /* each side: on, from, of it as many again */
#define POST_PART 1         /* behind its noun, of a number: so many of them */
#define POST_OBLIQUE 2      /* behind its noun: in, from, to, with */
#define AS_MANY 4           /* of as many: as the last figure of the sentence */
#define ABOARD 7            /* aboard, on board: behind a number, so many people */
/* of a preposition that has an article in it: du, dos */
#define WITH_ARTICLE 17

/* ---- what became of whom ---- */

#define WEAK_TRIGGER 1 /* shot */
/* liquidate, felled: tells of a victim only where something violent is told */
#define OF_VIOLENCE 33
#define ALIVE 39    /* alive: who is burned, buried so is dead */
#define AWAY 40     /* away: whom attackers take so is abducted */
#define IS_HELD 41  /* held, which talks are, too */
#define HOSPITAL 42 /* taken to hospital: of more who were hurt, some */
/* a verb of fleeing that culprits do as well: a few whom it tells of are not displaced */
#define ESCAPES 44
/* rise, reach: before the number to which deaths have come */
#define REACHES 37
#define FEARED 49    /* feared, presumed */
#define WHERE_DIED 5 /* at the scene, instantly; in hospital */
/* survive: tells of a death where it is denied, or of the others */
#define BY_DENIAL 6
/* evacuation centres: who are in so many of them are displaced */
#define LODGING 7
/* in schools: of who are displaced behind a verb of lodging only */
#define HOUSED 32
/* live, sleep, move: who does so in tents is displaced */
#define LODGES 31

/* ---- who did it, and what ---- */

/* blame: whom it takes is who is said to have done it */
#define BLAMES 12
#define CONDEMNS 13    /* condemn: who does it did not do what it is about */
#define ATTACKS 23     /* attack, ambush, shell */
#define IS_HIT 35      /* came under fire */
#define STRIKES 54     /* strike, strikes */
#define HAPPENING 51   /* siege, disaster: what happened, without a cause */
#define HAPPENS 53     /* took place, broke out */
#define IS_SEEN 61     /* seen, obtained: by whom a document is that tells of it */
#define ALSO_CALLED 27 /* known, nicknamed: what another name follows */
#define DWELLING 1     /* a facility that people live in */
#define OF_ITSELF 1    /* a verb whose subject is what is damaged: collapsed */

/* ---- ground ---- */

#define CAPITAL 19 /* the noun for the town of a country or division */
/* what stands beside a division's name and is no noun for it: northern, countryside */
#define OF_DIVISION 14
#define AROUND_TOWN 62  /* suburbs, outskirts: of it, and not the town */
#define PART_OF_TOWN 63 /* suburb, quarter: of Tarn, but the Hur quarter */
#define MIDDLE 64       /* centre: of a town, a part of it */
/* who speaks for a town: mayor, police; a governor for a division (OF_DIVISION) */
#define OF_TOWN 18
#define BEHIND_DASH 20    /* of a part behind a hyphen: Tarn-held, anti-regime */
#define OF_ANOTHER_AGE 27 /* Soviet, Ottoman */
#define CROSSES 52        /* crosses a border */
#define RETURNS 39        /* return, revert, restore: to who had it */
#define REPLACED 40       /* were_replaced_by */
#define CHANGES 41        /* change: hands */
#define LATEST 42         /* of an adjective: the latest of several */
#define WITH_OBJECT 43    /* leaving_the_town */
#define FORMER 44         /* of two sides, the first */

/* ---- when, and whether ---- */

#define NEWS_LABEL 60 /* of what is no number: a label of news, Breaking, EXCLUSIVE: */
/* could: have killed, which did not happen; have been killed, which may have */
#define UNREAL 1
/* would: the same, and what would have been did not happen either */
#define NEVER 36
#define ASKS 29         /* did, does: where it begins a sentence, that asks */
#define PRESENT 47      /* is, are */
#define BRIEFLY 26      /* briefly, for a few hours */
#define NO_LONGER 46    /* no longer */
#define BY_THEN 28      /* by nightfall */
#define WITHIN_HOURS 30 /* within hours */
#define EARLY_ON 65     /* in the first days of the war: long ago where it is said */
#define WIDENS 66       /* expand, tighten: control of what is held in part */
#define AT_ONCE 30      /* at dawn, without a fight: how a town fell */

#endif

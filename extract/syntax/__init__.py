"""The grammar that coding rests on: sentences, base forms, clauses, dates, factuality."""

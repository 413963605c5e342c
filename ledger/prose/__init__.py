"""Reading prose: from a text to drafts of the claims in it, by rules and registers, each with the words it came from.

Owns tokens, sentences, phrases, figures, acts, voices and times of English, Ukrainian and Russian texts. Must never
record a claim, guess what a text does not say, or name a party in a rule: words of parties are rows of data/phrases/.
"""

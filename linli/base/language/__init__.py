"""What a text says: category, nature, urgency, place, personal data, sameness. It proposes; a person always decides.

Not here: what a category is. A pillar registers a `Subject` (where its closed examples are, which words describe its
labels) and asks `proposing.propose`; the rest (cold start, nightly learning, versions, going back) is the same for all.
"""

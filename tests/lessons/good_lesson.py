"""A small lesson that keeps the whole contract; the tests take one thing away at a time."""

FILLER = "Readers weigh what each of these voices could know and what each had to fear. "

GOOD_LESSON = f"""+++
slug = "good"
position = 1
title = "A good lesson"
kicker = "Lesson 1"
minutes = 90
central_question = "How much was too much?"
skill = "Close reading"
objectives = ["Read closely."]
terms = ["one", "two", "three", "four", "five", "ussr"]
events = ["speech-1956"]
licence = "CC BY 4.0"
first_posted = 2026-11-21
last_revised = 2026-11-21
[[sources]]
letter = "A"
source = "secret-speech"
edition = "en"
passages = ["13", "78"]
adapted = "adapted"
headnote = "Khrushchev to his party. The subject of the first lines is missing."
[[sources]]
letter = "B"
source = "mao-choe-1969"
edition = "en"
passages = ["1", "2"]
adapted = "adapted"
headnote = "Mao to a guest."
[[sources]]
letter = "C"
source = "we-will-bury-you"
edition = "en"
passages = ["1"]
headnote = "Four words."
[[disagree]]
letters = ["A", "B"]
about = "Whether Stalin was to be condemned."
+++
# Before you read
:::hook
A closed door, a long speech, and nobody may take notes.
:::
:::write guess "Your first guess"
How much was too much?
:::
# What happened
:::background
{"The USSR changed in these years.[^1] " * 28}
:::
:::write sourcing "Who speaks?"
Who speaks in Source A?
:::
:::write sourcing "To whom?"
Who hears it?
:::
# The speech
{FILLER * 12}
:::source A
:::
:::write close "One word"
Which word weighs most?
:::
# The answer
{FILLER * 12}
:::source B
:::
:::source C
:::
:::write close "Another word"
Which word is a reserve?
:::
:::write corroboration "Both"
Where do Source A and Source B differ?
:::
:::question single who-speaks
Who speaks?
- [x] Khrushchev :: Yes.
- [ ] Lenin :: No.
- [ ] Mao :: No.
explain: The source line says so.
:::
:::write extension "Further"
Read more.
:::
# In the end
:::discuss divide "Too much?"
Was it too much?
:::
:::closing
In 120 to 200 words: a claim, two cited passages, why they support it, one thing against, and what changed your mind.
:::
# Teacher
## 45 minutes
Read A.
## 90 minutes
Read all.
## Answers
- **guess**: Any.
- **sourcing**, **sourcing-2**: The speaker [A ¶78].
- **close**: See [A ¶13, ¶78].
- **close-2**: See [B ¶2].
- **corroboration**: [A ¶78] against [B ¶1].
- **who-speaks**: [A ¶78].
- **extension**: [secret-speech ¶8].
- **divide**: It should divide.
- **closing**: [A ¶78] and [B ¶2].
## Likely wrong answers
- That the speech emptied the camps.
- Second.
- Third.
## Rubric
### Claim
- 0 No claim — e.g. nothing.
- 2 A claim — e.g. "It was".
- 4 A claim that answers — e.g. "It was, for Mao".
## What is uncertain and why
The text.
# References
[^1]: Account card of document 002, passage 1.
"""

"""Every printed figure of a record, looked for in the reader's own copies of its sources.

    numbers   the numbers of a text, as they are printed in the wild
    document  a text as paragraphs, rows and headings, and the part of it that a locator names
    wanted    what a figure may look like in a text
    context   what stands around a number and says that it is another one: a week, a population, an endpoint, an arm
    states    what may come of it
    found     the verdict on each figure
    known     what an earlier search found

Nothing here opens a file, and nothing of a text is kept but where a figure stands and forty letters around it.
"""

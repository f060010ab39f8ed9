"""Passphrases that people can read aloud and copy from paper: plain words without letters that look like others."""

import secrets

# No l, o or i, and no 0 or 1 among the digits: nothing is taken for something else in any typeface.
LIST = """
acre amber apart arch arena army badge band barn basket beach bean bear beaver bench berry bread breeze brush
bucket butter cabbage camera canary canvas carpet cave cedar chart cheese cherry chess chestnut cream crest crew
crumb cup dance dawn deck deer desert drawer drum duck dune dust earth east ember empty every exam fact fan farm
feast feather fence fern ferry garden garnet gate grape grass gravy guava guest hamster hare harp harvest hat
hatch hawk hazard hedge hen herb hut jacket jade jam jar jasper jeep jersey judge jumper jury karate kayak keen
kerb ketchup map march market mask meat menu mesh message mustard nature navy nectar nest net nurse nutmeg nymph
panda pants paper parade parent park part pasta pasture patch path peach peanut pear pepper perch puppet purse
quack quart quarter quaver quest radar ramp ranch ranger raven reef rhubarb rudder rug rush safe sand sauce
scarf sea serve seven shark sheet sherbet shrub sphere square stamp steam street sugar summer sun swan tape tart
tavern tea team tent thunder tree trumpet tuna tundra turban turret umber under upper usher van vase verse wasp
water wave west wheat wren yacht yard yarn year yeast zebra
"""
WORDS = tuple(LIST.split())
DIGITS = "23456789"


def make_passphrase() -> str:
    """Four words and two digits, such as `fern-raven-cup-tent-47`: about 36 bits, for one sign-in only."""
    words = [secrets.choice(WORDS) for _ in range(4)]
    return "-".join([*words, secrets.choice(DIGITS) + secrets.choice(DIGITS)])

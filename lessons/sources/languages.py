"""The languages that a text may be in: BCP 47 tag and English name, by name."""

LANGUAGES = {
    "sq": "Albanian", "ar": "Arabic", "hy": "Armenian", "be": "Belarusian", "bn": "Bengali", "bs": "Bosnian", "bg": "Bulgarian",
    "zh": "Chinese", "hr": "Croatian", "cs": "Czech", "da": "Danish", "nl": "Dutch", "en": "English", "et": "Estonian",
    "fi": "Finnish", "fr": "French", "ka": "Georgian", "de": "German", "el": "Greek", "grc": "Greek, ancient",
    "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian", "id": "Indonesian", "ga": "Irish", "it": "Italian", "ja": "Japanese",
    "kk": "Kazakh", "ko": "Korean", "la": "Latin", "lv": "Latvian", "lt": "Lithuanian", "mk": "Macedonian",
    "mn": "Mongolian", "no": "Norwegian", "fa": "Persian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sr": "Serbian", "sk": "Slovak", "sl": "Slovene", "es": "Spanish", "sw": "Swahili", "sv": "Swedish",
    "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "cy": "Welsh", "yi": "Yiddish",
    "und": "Not known",
}  # fmt: skip


def language_name(tag: str) -> str:
    """`Polish` of pl and pl-PL; the tag itself where it is none of ours."""
    return LANGUAGES.get(tag) or LANGUAGES.get(tag.split("-")[0], tag)

"""The words of currencies: gender, and three forms of the unit and of its hundredth, by language (issue 4, wording)."""

from dataclasses import dataclass

from contracts.language.numerals import Gender

Forms = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class CurrencyWords:
    """One, few, many of the unit and of the minor unit; ``gender`` of the unit."""

    gender: Gender
    major: Forms
    minor: Forms


def currency_words(language: str, code: str) -> CurrencyWords | None:
    """The words of a currency in uk, ru, en or de; ``None`` where they are not known."""
    return _WORDS[language].get(code)


def _two(gender: Gender, major: str, minor: str) -> CurrencyWords:
    """English and German: one form for one, another for the rest, parted by a stroke; one form where equal."""
    one, _, many = major.partition("|")
    small, _, smaller = minor.partition("|")
    return CurrencyWords(gender, (one, many or one, many or one), (small, smaller or small, smaller or small))


def _three(gender: Gender, major: str, minor: str) -> CurrencyWords:
    """Ukrainian and Russian: one, few, many."""
    one, few, many = major.split("|")
    small, smaller, smallest = minor.split("|")
    return CurrencyWords(gender, (one, few, many), (small, smaller, smallest))


_WORDS: dict[str, dict[str, CurrencyWords]] = {
    "uk": {
        "UAH": _three("f", "гривня|гривні|гривень", "копійка|копійки|копійок"),
        "EUR": _three("m", "євро|євро|євро", "цент|центи|центів"),
        "USD": _three("m", "долар США|долари США|доларів США", "цент|центи|центів"),
        "GBP": _three("m", "фунт стерлінгів|фунти стерлінгів|фунтів стерлінгів", "пенс|пенси|пенсів"),
        "RUB": _three("m", "російський рубль|російські рублі|російських рублів", "копійка|копійки|копійок"),
        "PLN": _three("m", "злотий|злоті|злотих", "грош|гроші|грошів"),
        "CHF": _three("m", "швейцарський франк|швейцарські франки|швейцарських франків", "сантим|сантими|сантимів"),
        "CZK": _three("f", "чеська крона|чеські крони|чеських крон", "гелер|гелери|гелерів"),
        "TRY": _three("f", "турецька ліра|турецькі ліри|турецьких лір", "куруш|куруші|курушів"),
        "CNY": _three("m", "китайський юань|китайські юані|китайських юанів", "фень|фені|фенів"),
        "JPY": _three("f", "японська єна|японські єни|японських єн", "сена|сени|сен"),
    },
    "ru": {
        "UAH": _three("f", "гривна|гривны|гривен", "копейка|копейки|копеек"),
        "EUR": _three("m", "евро|евро|евро", "цент|цента|центов"),
        "USD": _three("m", "доллар США|доллара США|долларов США", "цент|цента|центов"),
        "GBP": _three("m", "фунт стерлингов|фунта стерлингов|фунтов стерлингов", "пенс|пенса|пенсов"),
        "RUB": _three("m", "рубль|рубля|рублей", "копейка|копейки|копеек"),
        "PLN": _three("m", "злотый|злотых|злотых", "грош|гроша|грошей"),
        "CHF": _three("m", "швейцарский франк|швейцарских франка|швейцарских франков", "сантим|сантима|сантимов"),
        "CZK": _three("f", "чешская крона|чешские кроны|чешских крон", "геллер|геллера|геллеров"),
        "TRY": _three("f", "турецкая лира|турецкие лиры|турецких лир", "куруш|куруша|курушей"),
        "CNY": _three("m", "китайский юань|китайских юаня|китайских юаней", "фэнь|фэня|фэней"),
        "JPY": _three("f", "японская иена|японские иены|японских иен", "сена|сены|сен"),
    },
    "en": {
        "UAH": _two("n", "hryvnia|hryvnias", "kopiyka|kopiykas"),
        "EUR": _two("n", "euro|euros", "cent|cents"),
        "USD": _two("n", "US dollar|US dollars", "cent|cents"),
        "GBP": _two("n", "pound|pounds", "penny|pence"),
        "RUB": _two("n", "Russian rouble|Russian roubles", "kopeck|kopecks"),
        "PLN": _two("n", "zloty|zlotys", "grosz|groszy"),
        "CHF": _two("n", "Swiss franc|Swiss francs", "centime|centimes"),
        "CZK": _two("n", "Czech koruna|Czech korunas", "heller|hellers"),
        "TRY": _two("n", "Turkish lira|Turkish liras", "kurush"),
        "CNY": _two("n", "Chinese yuan", "fen"),
        "JPY": _two("n", "Japanese yen", "sen"),
    },
    "de": {
        "UAH": _two("f", "Hrywnja", "Kopeke|Kopeken"),
        "EUR": _two("m", "Euro", "Cent"),
        "USD": _two("m", "US-Dollar", "Cent"),
        "GBP": _two("n", "Pfund Sterling", "Penny|Pence"),
        "RUB": _two("m", "russischer Rubel|russische Rubel", "Kopeke|Kopeken"),
        "PLN": _two("m", "Zloty", "Grosz"),
        "CHF": _two("m", "Schweizer Franken", "Rappen"),
        "CZK": _two("f", "tschechische Krone|tschechische Kronen", "Heller"),
        "TRY": _two("f", "türkische Lira", "Kuruş"),
        "CNY": _two("m", "chinesischer Yuan|chinesische Yuan", "Fen"),
        "JPY": _two("m", "japanischer Yen|japanische Yen", "Sen"),
    },
}

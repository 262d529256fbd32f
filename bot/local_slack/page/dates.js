/* Times and days as one person reads them: in the language and zone of their Slack profile. */

const WORDS = {
  fi: { today: "Tänään", yesterday: "Eilen", tomorrow: "Huomenna", at: "klo" },
  en: { today: "Today", yesterday: "Yesterday", tomorrow: "Tomorrow", at: "at" },
};

/** How a person reads: `locale`, `zone`, and a `now()` that follows the local Slack's clock. */
export function reader(person, now = () => new Date()) {
  return { locale: person?.locale || "en-US", zone: person?.tz || "Europe/Helsinki", now };
}

/** "fi" or "en": the language of the words around a time. */
export function language(reading) {
  return reading.locale.toLowerCase().startsWith("fi") ? "fi" : "en";
}

/** The moment of a message `ts` ("1750000000.000100"). */
export function moment(ts) {
  return new Date(Number.parseFloat(ts) * 1000);
}

const formats = new Map();

function format(reading, options) {
  const key = `${reading.locale}|${reading.zone}|${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(reading.locale, { timeZone: reading.zone, ...options }));
  return formats.get(key);
}

/** "8.00" or "8:00 AM". */
export function time(date, reading) {
  return format(reading, { hour: "numeric", minute: "2-digit" }).format(date);
}

/** The civil day in the reader's zone, "2026-06-15"; days compare as text. */
export function day(date, reading) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: reading.zone }).format(date);
}

/** "maanantai 15.6." in full words, with the year when it is not this one. */
function longDay(date, reading) {
  const options = { weekday: "long", day: "numeric", month: "long" };
  if (day(date, reading).slice(0, 4) !== day(reading.now(), reading).slice(0, 4)) options.year = "numeric";
  return format(reading, options).format(date);
}

/** "Today", "Yesterday", "Tomorrow", or undefined. */
function nearDay(date, reading) {
  const days = Math.round((Date.parse(day(date, reading)) - Date.parse(day(reading.now(), reading))) / 86_400_000);
  return { "0": WORDS[language(reading)].today, "-1": WORDS[language(reading)].yesterday, "1": WORDS[language(reading)].tomorrow }[days];
}

/** What a day divider says. */
export function dividerDay(date, reading) {
  const text = nearDay(date, reading) ?? longDay(date, reading);
  return text[0].toLocaleUpperCase(reading.locale) + text.slice(1);
}

/** "Today at 8:00 AM", "ma 15.6. klo 8.00": for reply counts and tool tips. */
export function dayAndTime(date, reading) {
  const month = language(reading) === "fi" ? "numeric" : "short";
  const near = nearDay(date, reading) ?? format(reading, { weekday: "short", day: "numeric", month }).format(date);
  return `${near} ${WORDS[language(reading)].at} ${time(date, reading)}`;
}

/** The whole of it, for tool tips and the clock: "maanantai 15. kesäkuuta 2026 klo 8.00". */
export function full(date, reading) {
  return format(reading, { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "numeric", minute: "2-digit" }).format(date);
}

/** The clock in the bar: weekday, day, time. */
export function short(date, reading) {
  return format(reading, { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" }).format(date);
}

/** A picked day "2026-06-15" as a button shows it. */
export function pickedDay(iso, reading) {
  const date = new Date(`${iso}T12:00:00Z`);
  return new Intl.DateTimeFormat(reading.locale, { timeZone: "UTC", weekday: "short", day: "numeric", month: "numeric", year: "numeric" }).format(date);
}

const TOKENS = {
  date_num: (date, reading) => day(date, reading),
  date: (date, reading) => format(reading, { month: "long", day: "numeric", year: "numeric" }).format(date),
  date_short: (date, reading) => format(reading, { month: "short", day: "numeric", year: "numeric" }).format(date),
  date_long: (date, reading) => format(reading, { weekday: "long", month: "long", day: "numeric", year: "numeric" }).format(date),
  time: (date, reading) => time(date, reading),
  time_secs: (date, reading) => format(reading, { hour: "numeric", minute: "2-digit", second: "2-digit" }).format(date),
};

function prettily(name) {
  return (date, reading) => nearDay(date, reading)?.toLocaleLowerCase(reading.locale) ?? TOKENS[name](date, reading);
}

for (const name of ["date", "date_short", "date_long"]) TOKENS[`${name}_pretty`] = prettily(name);
TOKENS.ago = (date, reading) => {
  const minutes = Math.round((date - reading.now()) / 60_000);
  const [amount, unit] = Math.abs(minutes) < 60 ? [minutes, "minute"]
    : Math.abs(minutes) < 1440 ? [Math.round(minutes / 60), "hour"] : [Math.round(minutes / 1440), "day"];
  return new Intl.RelativeTimeFormat(reading.locale, { numeric: "auto" }).format(amount, unit);
};

/** A date tag's `format` ("{date_short} at {time}") filled in for this reader; unknown tokens stay. */
export function filled(seconds, pattern, reading) {
  const date = new Date(Number(seconds) * 1000);
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => TOKENS[name]?.(date, reading) ?? whole);
}

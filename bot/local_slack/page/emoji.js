/* Emoji by Slack's names, for those a sales team uses; an unknown name stays as it was typed. */

const CHARACTERS = {
  eyes: "👀", zzz: "💤", white_check_mark: "✅", x: "❌", "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎",
  tada: "🎉", raised_hands: "🙌", clap: "👏", fire: "🔥", heart: "❤️", smile: "😄", slightly_smiling_face: "🙂",
  joy: "😂", thinking_face: "🤔", pray: "🙏", muscle: "💪", rocket: "🚀", wave: "👋", ok_hand: "👌", point_up: "☝️",
  point_right: "👉", point_left: "👈", point_down: "👇", handshake: "🤝", warning: "⚠️", rotating_light: "🚨",
  no_entry: "⛔", question: "❓", grey_question: "❔", exclamation: "❗", bulb: "💡", memo: "📝", pushpin: "📌",
  calendar: "📅", date: "📅", spiral_calendar_pad: "🗓️", alarm_clock: "⏰", hourglass: "⌛",
  hourglass_flowing_sand: "⏳", stopwatch: "⏱️", double_vertical_bar: "⏸️", pause_button: "⏸️", black_right_pointing_triangle: "▶️",
  arrow_right: "➡️", arrow_left: "⬅️", arrow_up: "⬆️", arrow_down: "⬇️", arrow_upper_right: "↗️", arrow_lower_right: "↘️",
  leftwards_arrow_with_hook: "↩️", arrows_counterclockwise: "🔄", moneybag: "💰", euro: "💶", dollar: "💵",
  chart_with_upwards_trend: "📈", chart_with_downwards_trend: "📉", bar_chart: "📊", trophy: "🏆", medal: "🏅",
  dart: "🎯", star: "⭐", sparkles: "✨", phone: "☎️", telephone_receiver: "📞", iphone: "📱", email: "📧", envelope: "✉️",
  speech_balloon: "💬", package: "📦", truck: "🚚", briefcase: "💼", file_folder: "📁", link: "🔗", lock: "🔒", key: "🔑",
  mag: "🔍", gear: "⚙️", hammer_and_wrench: "🛠️", wrench: "🔧", bell: "🔔", no_bell: "🔕", mute: "🔇", snowflake: "❄️",
  sunny: "☀️", palm_tree: "🌴", coffee: "☕", beers: "🍻", cake: "🍰", "100": "💯", heavy_check_mark: "✔️",
  heavy_multiplication_x: "✖️", heavy_plus_sign: "➕", heavy_minus_sign: "➖", red_circle: "🔴", large_blue_circle: "🔵",
  large_green_circle: "🟢", large_yellow_circle: "🟡", white_circle: "⚪", black_circle: "⚫", construction: "🚧",
  robot_face: "🤖", ghost: "👻", see_no_evil: "🙈", facepalm: "🤦", shrug: "🤷", man: "👨", woman: "👩",
  "flag-fi": "🇫🇮", "flag-gb": "🇬🇧", us: "🇺🇸", seedling: "🌱", deciduous_tree: "🌳", inbox_tray: "📥", outbox_tray: "📤",
};

/** The choices of the small reaction picker, most used first. */
export const REACTIONS = [
  "eyes", "zzz", "white_check_mark", "x", "+1", "-1", "tada", "raised_hands", "clap", "fire", "heart", "smile", "joy",
  "thinking_face", "pray", "muscle", "rocket", "wave", "warning", "question", "moneybag", "trophy", "dart", "100",
];

/** The character for a name without colons (skin tones dropped), or undefined. */
export function character(name) {
  return CHARACTERS[name.replace(/::skin-tone-\d$/, "")];
}

/** `text` with every known `:name:` as its character. */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+(?:::skin-tone-\d)?):/g, (whole, name) => character(name) ?? whole);
}

/** Owns the emoji that are offered: six at once, and a small set to choose from. Any other may be typed. */

export const quickEmoji = ["👍", "❤️", "😂", "😮", "😢", "🙏"] as const;

const of = (line: string) => line.split(" ");

/** Rows of the picker, by what they are about. */
export const emojiSet: readonly (readonly string[])[] = [
  of("😀 😄 😁 😅 😂 🙂 😉 😊 😍 😘 😋 😎 🤔 🤨 😐 🙄 😏 😬 😴 😇"),
  of("😮 😲 😢 😭 😤 😠 🤯 😱 😅 🥳 🤗 🤫 🤷 🤦 🙈 🙏 👏 🙌 💪 🤝"),
  of("👍 👎 👌 ✌️ 🤞 👋 ✋ 👉 👀 🧠 ❤️ 🧡 💛 💚 💙 💜 🖤 💔 💯 ✨"),
  of("🎉 🎂 🎁 🏆 🥇 ☕ 🍕 🍺 🥂 🌱 🌹 ☀️ 🌧️ ❄️ 🔥 ⭐ 🌈 🚀 🚲 🏠"),
  of("✅ ❌ ❗ ❓ ➕ ⏳ ⏰ 📅 📌 📎 📷 📦 💡 🔒 🔑 💰 🐛 🐈 🐕 🦊"),
].map((row) => [...new Set(row)]);

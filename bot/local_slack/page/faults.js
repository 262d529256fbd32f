/* The faults that the panel offers, in a person's words, with the control call's body for each. */

export const FAULTS = [
  {
    title: "Deliveries to the app",
    faults: [
      { label: "Deliver the next one twice", what: "The same click, command or event arrives two times at once.", body: { kind: "repeat", times: 2 } },
      { label: "Deliver the next one 2 s late", what: "The app has one second left to acknowledge.", body: { kind: "late", seconds: 2 } },
      { label: "Lose the next delivery", what: "It never arrives; an event comes again later.", body: { kind: "lost" } },
      { label: "Lose the next acknowledgement", what: "The app did its part, but Slack never hears of it.", body: { kind: "ack_lost" } },
    ],
  },
  {
    title: "Answers to the app's calls",
    faults: [
      { label: "Answer 429", what: "The next call is told to wait 5 seconds (Retry-After).", body: { kind: "ratelimited", retry_after: 5 } },
      { label: "Answer 500", what: "The next call fails; nothing was done.", body: { kind: "http_500" } },
      { label: "Lose the answer", what: "The next call is done, but the connection drops before the answer.", body: { kind: "answer_lost" } },
      { label: "Answer slowly", what: "The next call is answered after 3 seconds.", body: { kind: "slow", seconds: 3 } },
    ],
  },
  {
    title: "The socket",
    faults: [
      { label: "Cut the socket", what: "The connection breaks at once, without a goodbye.", body: { kind: "cut" } },
      { label: "Ask to reconnect", what: "Slack refreshes the connection in good order.", body: { kind: "reconnect" } },
      { label: "Refuse the next connection", what: "The app asks for a new connection and is told of an error.", body: { kind: "refuse" } },
      { label: "Silence", what: "The connection stays open and nothing comes, for 20 seconds, as after a sleep.", body: { kind: "silence", seconds: 20 } },
    ],
  },
];

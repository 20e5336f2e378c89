// The stream of events, opened again whenever it breaks.

const RETRY_MS = 1500;

/** Call `onEvent` with each event, `onDown` when the stream breaks. Every new stream begins with a hello. */
export function listen(onEvent, onDown) {
  const source = new EventSource("/sandbox/events");
  source.onmessage = (message) => onEvent(JSON.parse(message.data));
  source.onerror = () => {
    onDown();
    // The browser tries again by itself unless the answer was an error.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(onEvent, onDown), RETRY_MS);
  };
}

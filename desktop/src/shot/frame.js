// The frame of a picture: gives the page its port and carries messages, so that it draws what the core sends after the
// first screen. It must not look into messages.

const page = document.querySelector('iframe');
const origin = new URL(page.src).origin;
const channel = new MessageChannel();

addEventListener('message', (event) => {
  if (event.origin !== origin || event.source !== page.contentWindow || event.data?.banchan !== 'hello') return;
  page.contentWindow.postMessage({ banchan: 'port' }, origin, [channel.port2]);
});

// One at a time: messages of a page keep their order.
let said = Promise.resolve();
channel.port1.onmessage = (event) => {
  said = said.then(() => fetch('/say', { method: 'POST', body: event.data })).then(carry);
};

async function carry() {
  const answer = await fetch('/messages');
  for (const text of await answer.json()) channel.port1.postMessage(text);
}

setInterval(carry, 100);

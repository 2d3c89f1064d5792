import { startComposer } from './composer.js';
import { startPressing } from './pressing.js';
import { act, onLook, page, refresh } from './talk.js';
import { keepAtEnd, scrollToEnd, swapParts } from './swap.js';
import { showDialogs, startWindows } from './windows.js';

const markRead = () => {
  if (page.channel && document.visibilityState === 'visible') void act({ act: 'read', channel: page.channel });
};

async function look() {
  const parts = await refresh();
  if (!parts) return;
  keepAtEnd(() => swapParts(parts));
  showDialogs();
  markRead();
}

startWindows();
startComposer();
startPressing();
onLook(look);
scrollToEnd();
showDialogs();
markRead();
if (page.place === 'home') void act({ act: 'home' }, document.querySelector('.waiting'));
document.addEventListener('visibilitychange', markRead);

// The shown clock walks on between two looks; a minute is fine enough.
setInterval(() => void look(), 30_000);

import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { until } from '../../support/slack-api.ts';
import { openOffice, say } from './office.ts';

/** The little of a WebSocket server that Socket Mode needs: short text frames both ways. */
async function openSocketServer() {
  const received: Record<string, unknown>[] = [];
  let peer: Socket | undefined;
  const server = createServer();
  server.on('upgrade', (req, socket: Socket) => {
    const accept = createHash('sha1')
      .update(`${String(req.headers['sec-websocket-key'])}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    socket.on('data', (chunk) => {
      for (const text of readFrames(chunk)) if (text.startsWith('{')) received.push(JSON.parse(text) as Record<string, unknown>);
    });
    socket.on('error', () => undefined);
    peer = socket;
    send({ type: 'hello', num_connections: 1 });
  });
  const send = (message: object): void => {
    const text = Buffer.from(JSON.stringify(message));
    const head = text.length < 126 ? Buffer.from([0x81, text.length]) : Buffer.from([0x81, 126, text.length >> 8, text.length & 255]);
    peer?.write(Buffer.concat([head, text]));
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `ws://127.0.0.1:${String((server.address() as AddressInfo).port)}/`,
    received,
    send,
    async close() {
      peer?.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Unfragmented, masked frames shorter than 64 kB; several may come in one chunk. */
function readFrames(chunk: Buffer): string[] {
  const texts: string[] = [];
  for (let at = 0; at + 6 <= chunk.length;) {
    const short = (chunk[at + 1] ?? 0) & 127;
    const start = at + (short === 126 ? 8 : 6);
    const length = short === 126 ? chunk.readUInt16BE(at + 2) : short;
    const mask = chunk.subarray(start - 4, start);
    texts.push(Buffer.from(chunk.subarray(start, start + length).map((byte, i) => byte ^ (mask[i % 4] ?? 0))).toString('utf8'));
    at = start + length;
  }
  return texts;
}

describe('Socket Mode', () => {
  it('runs the same listeners, acknowledges, and takes an event that comes twice once', async () => {
    const sockets = await openSocketServer();
    const office = await openOffice({ appToken: 'xapp-1', signingSecret: '' });
    office.api.failNext('apps.connections.open', { status: 200, body: JSON.stringify({ ok: true, url: sockets.url }) });
    await office.slack.start();
    expect(await office.slack.ready()).toEqual({ ok: true, detail: 'connected' });

    office.bot.reply = () => ({ whisper: say('done') });
    const payload = Object.fromEntries(new URLSearchParams(office.commandBody('list')));
    sockets.send({ type: 'slash_commands', envelope_id: 'e1', accepts_response_payload: true, payload });
    await until(() => office.api.said.length === 1, 'the answer');
    expect(sockets.received).toMatchObject([{ envelope_id: 'e1' }]);

    const event: unknown = JSON.parse(office.eventBody({ type: 'app_home_opened', user: 'U1', tab: 'home' }));
    for (const envelope_id of ['e2', 'e3'])
      sockets.send({ type: 'events_api', envelope_id, accepts_response_payload: false, payload: event });
    await until(() => sockets.received.length === 3, 'the acknowledgements');
    await until(() => office.api.callsOf('views.publish').length === 1, 'the home');

    sockets.send({ type: 'slash_commands', envelope_id: 'e4', accepts_response_payload: true, payload: { ...payload, team_id: 'TOTHER' } });
    await until(() => sockets.received.length === 4, 'the acknowledgement');
    expect(office.bot.asked.map((one) => one.kind)).toEqual(['command', 'home']);
    await office.close();
    await sockets.close();
  });
});

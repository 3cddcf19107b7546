import { createTransport } from "nodemailer";
import type { AlarmSettings } from "@yilu/contract";

const patienceMs = 15_000;

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

export interface Sent {
  ok: boolean;
  /** The mail server's last word, or why there was none. */
  answer: string;
  /** Whether the mail server was heard at all: else the next mail would fail for the same reason. */
  wasHeard: boolean;
}

/** Sends mail, one at a time. */
export interface Mailer {
  /** What a settings page may know of it; null: there is none. */
  about: AlarmSettings["mail"];
  /** Never throws: what went wrong is an answer. */
  send(mail: Mail): Promise<Sent>;
  close(): void;
}

/** Where there is no SMTP_URL. */
const none: Mailer = {
  about: null,
  send: () => Promise.resolve({ ok: false, answer: "没有设 SMTP_URL / SMTP_URL is not set", wasHeard: false }),
  close: () => undefined,
};

/**
 * A mailer over SMTP.
 * @param url "smtp://user:password@mail.example.cn:587", smtps for TLS from the first byte; undefined: none
 * @param from whom mails are from; undefined: the user of the URL, else yilu@ its host
 */
export function openMailer(url: string | undefined, from: string | undefined): Mailer {
  if (url === undefined) return none;
  const { hostname, port, username, password, protocol } = new URL(url);
  const user = decodeURIComponent(username);
  const sender = from ?? (user.includes("@") ? user : `yilu@${hostname}`);
  const secret = decodeURIComponent(password);
  const transport = createTransport({ url, connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs, dnsTimeout: patienceMs, disableFileAccess: true, disableUrlAccess: true });
  /** What a server says may repeat what it was told. */
  const plain = (text: string) => (secret === "" ? text : text.replaceAll(secret, "***").replaceAll(Buffer.from(secret).toString("base64"), "***"));
  return {
    about: { server: `${hostname}:${port === "" ? (protocol === "smtps:" ? "465" : "587") : port}`, from: sender },
    async send({ to, subject, text }) {
      try {
        const { response, rejected } = await transport.sendMail({ from: sender, to: { name: "", address: to }, subject, text, headers: { "Auto-Submitted": "auto-generated" } });
        return { ok: rejected.length === 0, answer: plain(response), wasHeard: true };
      } catch (error) {
        const wasHeard = typeof error === "object" && error !== null && "responseCode" in error && typeof error.responseCode === "number";
        return { ok: false, answer: plain(error instanceof Error ? error.message : String(error)), wasHeard };
      }
    },
    close: () => transport.close(),
  };
}

import type { ReactElement } from "react";

const paths = {
  search: <><circle cx="7" cy="7" r="4.5" /><path d="m10.5 10.5 3 3" /></>,
  add: <path d="M8 3v10M3 8h10" />,
  upload: <path d="M8 10.5v-8M5 5.2l3-3 3 3M2.5 10v3.5h11V10" />,
  download: <path d="M8 2.5v8M5 7.8l3 3 3-3M2.5 10.5v3h11v-3" />,
  print: <path d="M4.5 6V2.5h7V6M4.5 11.5h-2V6h11v5.5h-2M4.5 9.5h7v4h-7Z" />,
  share: <><path d="M9.5 2.5h4v4M13.5 2.5 7.5 8.5" /><path d="M12.5 9.5v4h-10v-10h4" /></>,
  drag: <path d="M6 3.5h.1M10 3.5h.1M6 8h.1M10 8h.1M6 12.5h.1M10 12.5h.1" strokeWidth="2.2" />,
  pause: <path d="M5.5 3.5v9M10.5 3.5v9" strokeWidth="2" />,
  resume: <path className="f" d="M5 3.2v9.6L12.5 8Z" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  grid: <path d="M2.5 2.5h4.5v4.5H2.5ZM9 2.5h4.5v4.5H9ZM2.5 9h4.5v4.5H2.5ZM9 9h4.5v4.5H9Z" />,
  list: <path d="M2.5 4h11M2.5 8h11M2.5 12h11" />,
  lock: <><rect x="3" y="7" width="10" height="7" rx="1.3" /><path d="M5.2 7V5a2.8 2.8 0 0 1 5.6 0v2" /></>,
  back: <path d="M9.5 3.5 5 8l4.5 4.5" />,
  forward: <path d="M6.5 3.5 11 8l-4.5 4.5" />,
  identify: <><path d="M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8Z" /><circle cx="8" cy="8" r="1.8" /></>,
  camera: <><path d="M2 4.8h2.6l1-1.6h4.8l1 1.6H14v8H2Z" /><circle cx="8" cy="8.6" r="2.3" /></>,
  refresh: <path d="M13 8a5 5 0 1 1-1.5-3.6M13 2.2v2.8h-2.8" />,
  mute: <path d="M2.5 6.2h2.3L8 3.4v9.2L4.8 9.8H2.5ZM10.5 6.3l3.4 3.4M13.9 6.3l-3.4 3.4" />,
  sound: <path d="M2.5 6.2h2.3L8 3.4v9.2L4.8 9.8H2.5ZM10.3 6a2.8 2.8 0 0 1 0 4M12 4.2a5.3 5.3 0 0 1 0 7.6" />,
  restart: <path d="M8 1.8v5.4M4.6 4a5.2 5.2 0 1 0 6.8 0" />,
  clear: <path d="M3 4.5h10M6.3 4.5V2.8h3.4v1.7M4.3 4.5l.6 8.7h6.2l.6-8.7M6.8 7v3.8M9.2 7v3.8" />,
  adjust: <path d="M2.5 4.5h6M12 4.5h1.5M2.5 11.5h1.5M7.5 11.5h6M10.2 2.9v3.2M5.8 9.9v3.2" />,
  more: <path d="M3 8h.1M8 8h.1M13 8h.1" strokeWidth="2.4" />,
} as const;

export type ActionIconName = keyof typeof paths;

/** A line icon of something one can do, in the colour of its text; states have Icon. */
export function ActionIcon({ name, size = 16 }: { name: ActionIconName; size?: number }): ReactElement {
  return (
    <svg className="y-icon" viewBox="0 0 16 16" width={size} height={size} aria-hidden="true">
      {paths[name]}
    </svg>
  );
}

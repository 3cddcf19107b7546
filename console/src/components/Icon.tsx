import type { ReactElement } from "react";

const paths = {
  home: <path d="M2.5 7.5 8 2.8l5.5 4.7M4 6.5v6.7h8V6.5M6.7 13.2V9.5h2.6v3.7" />,
  media: <><rect x="1.8" y="3" width="12.4" height="10" rx="1.5" /><path className="f" d="M6.6 5.8v4.4L10.2 8Z" /></>,
  playlists: <><path d="M5.5 4H14M5.5 8H14M5.5 12H14" /><path d="M2.2 4h.6M2.2 8h.6M2.2 12h.6" strokeWidth="2" /></>,
  entries: <><rect x="2" y="3" width="12" height="11" rx="1.5" /><path d="M2 6.5h12M5.2 1.8v2.4M10.8 1.8v2.4M4.5 9h4M6.5 11.5h5" /></>,
  screens: <><rect x="1.8" y="3" width="12.4" height="8" rx="1.2" /><path d="M5.5 13.5h5" /></>,
  reports: <><path d="M2.5 2.5v11h11" /><path d="M5.5 10.5V8M8.5 10.5v-5M11.5 10.5V7" /></>,
  campaigns: <path d="M3.5 14V2.5M3.5 3h8.5l-2 3 2 3H3.5" />,
  system: <><circle cx="8" cy="8" r="2.2" /><path d="M8 1.8v1.8M8 12.4v1.8M1.8 8h1.8M12.4 8h1.8M3.6 3.6l1.3 1.3M11.1 11.1l1.3 1.3M3.6 12.4l1.3-1.3M11.1 4.9l1.3-1.3" /></>,
  bell: <><path d="M3.5 11.5h9c-1-1-1.2-2-1.2-4.2a3.3 3.3 0 0 0-6.6 0c0 2.2-.2 3.2-1.2 4.2Z" /><path d="M6.7 13.5q1.3 1 2.6 0M8 2.5v1.3" /></>,
  wall: <><rect x="1.5" y="2.5" width="13" height="9" rx="1" /><path d="M4.5 9V7M7 9V5M9.5 9V6.2M12 9V4.8M8 11.5v2M5 13.5h6" /></>,
  help: <><circle cx="8" cy="8" r="6.3" /><path d="M6.1 6.4a1.9 1.9 0 1 1 2.7 1.7q-.8.4-.8 1.2M8 11.3v.1" /></>,
  manual: <><path d="M4 2.2h8.2v11.6H4a1.2 1.2 0 0 1-1.2-1.2V3.4A1.2 1.2 0 0 1 4 2.2Z" /><path d="M2.8 12.4q0-1.2 1.2-1.2h8.2M5.6 5h4" /></>,
  more: <path d="M3 8h.1M8 8h.1M13 8h.1" strokeWidth="2.4" />,
  play: <><circle cx="8" cy="8" r="6.3" /><path className="f" d="M6.5 5.3v5.4L11 8Z" /></>,
  offline: <><path d="M2 5.7a9 9 0 0 1 4-2M8.8 3.4A9 9 0 0 1 14 5.7M4.3 8.4a5.7 5.7 0 0 1 2.2-1.3M10.2 7.4q.9.4 1.5 1M2.2 2.2l11.6 11.6" /><path d="M8 11.6v.2" strokeWidth="2.2" /></>,
  alarm: <><path d="M8 2.2 14.5 13.5H1.5Z" /><path d="M8 6.4v3.2M8 11.5v.1" /></>,
  parked: <><circle cx="8" cy="8" r="6.3" /><path d="M6.5 11.3V4.9h2.2a1.9 1.9 0 0 1 0 3.8H6.5" /></>,
  unpaired: <path d="M6.2 9.8 9.8 6.2M7 4.6l1.5-1.5a3.1 3.1 0 0 1 4.4 4.4L11.4 9M9 11.4l-1.5 1.5a3.1 3.1 0 0 1-4.4-4.4L4.6 7" />,
  busy: <><circle cx="8" cy="8" r="6.3" /><path d="M8 4.8v5.8M5.8 8.5 8 10.7l2.2-2.2" /></>,
  ready: <><circle cx="8" cy="8" r="6.3" /><path d="m5.2 8.2 2 2 3.6-4" /></>,
  sent: <path d="M8 10.5v-8M5 5.2l3-3 3 3M2.5 10v3.5h11V10" />,
  wait: <><circle cx="8" cy="8" r="6.3" /><path d="M8 4.5V8l2.3 1.5" /></>,
  none: <><circle cx="8" cy="8" r="6.3" /><path d="M5.3 8h5.4" /></>,
  emergency: <path d="M9 1.5 3.5 9H8l-1 5.5L12.5 7H8Z" />,
  returned: <><circle cx="8" cy="8" r="6.3" /><path d="m6 6 4 4M10 6l-4 4" /></>,
} as const;

export type IconName = keyof typeof paths;

/** A 16-unit line icon in the colour of its text. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }): ReactElement {
  return (
    <svg className="y-icon" viewBox="0 0 16 16" width={size} height={size} aria-hidden="true">
      {paths[name]}
    </svg>
  );
}

import type { ReactElement } from "react";

/** Hills, a road and a bus coming towards the reader. */
export function Landscape(): ReactElement {
  return (
    <svg className="y-door-landscape" viewBox="0 0 800 768" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <rect width="800" height="768" fill="#f6e7cf" />
      <circle cx="592" cy="392" r="86" fill="#f3b25d" />
      <path d="M0 452C120 390 190 432 290 406S490 346 590 398s140-8 210 6v364H0Z" fill="#9db9b4" />
      <path d="M0 500c100-44 190-16 300-32s226-34 326-8 124-6 174 2v306H0Z" fill="#5f8f8a" />
      <path d="M0 546c150-24 276-10 400-18s276-10 400 6v234H0Z" fill="#34645f" />
      <path d="M470 528h18L700 768H330Z" fill="#3a4650" />
      <path d="M478 536h3l3 20h-8Zm-2 34h8l5 36h-17Zm-5 54h18l8 52h-33Zm-9 72h37l12 72h-61Z" fill="#fff" opacity=".92" />
      <g transform="translate(506 560) scale(0.95)">
        <rect x="5" y="86" width="16" height="14" rx="3" fill="#1c2731" />
        <rect x="67" y="86" width="16" height="14" rx="3" fill="#1c2731" />
        <rect width="88" height="92" rx="10" fill="#c8452f" />
        <rect x="10" y="22" width="68" height="30" rx="4" fill="#fdf1e6" opacity=".9" />
        <rect x="22" y="8" width="44" height="9" rx="2" fill="#7d2719" />
        <rect x="8" y="66" width="12" height="9" rx="2" fill="#ffd98a" />
        <rect x="68" y="66" width="12" height="9" rx="2" fill="#ffd98a" />
        <rect x="30" y="64" width="28" height="11" rx="2" fill="#fdf1e6" opacity=".9" />
        <rect y="80" width="88" height="6" fill="#7d2719" />
      </g>
    </svg>
  );
}

import { Input } from "antd";
import { useEffect, useRef, useState, type ReactElement } from "react";
import { ActionIcon } from "./ActionIcon.tsx";

interface SearchFieldProps {
  value: string | undefined;
  onChange: (text: string) => void;
  placeholder: string;
  width?: number | string;
}

const typingMs = 200;

/** A search that asks once typing pauses, or at Enter. */
export function SearchField({ value = "", onChange, placeholder, width = 200 }: SearchFieldProps): ReactElement {
  const [typed, setTyped] = useState(value);
  const [given, setGiven] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  if (given !== value) {
    // The filter was reset or the address changed elsewhere.
    setGiven(value);
    if (value !== typed.trim()) setTyped(value);
  }
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);
  const ask = (text: string, afterMs: number): void => {
    clearTimeout(timer.current ?? undefined);
    timer.current = setTimeout(() => onChange(text.trim()), afterMs);
  };
  return (
    <Input
      value={typed}
      maxLength={100}
      allowClear
      style={{ width }}
      prefix={<ActionIcon name="search" size={14} />}
      placeholder={placeholder}
      aria-label={placeholder}
      onChange={(event) => {
        setTyped(event.target.value);
        ask(event.target.value, typingMs);
      }}
      onPressEnter={() => ask(typed, 0)}
    />
  );
}

import type { ReactNode } from "react";

type BarProps = {
  readonly tone?: "wait" | "paused";
  readonly icon: ReactNode;
  readonly title: ReactNode;
  readonly detail?: ReactNode;
  readonly children?: ReactNode;
};

/** One line that says what the AI does, with what can be done about it at its end. */
export function Bar({ tone, icon, title, detail, children }: BarProps) {
  return (
    <div className={tone === undefined ? "aibar" : `aibar ${tone}`} role="status">
      {icon}
      <span className="t">{title}</span>
      <span className="d">{detail}</span>
      <span className="end row aibar-acts">{children}</span>
    </div>
  );
}

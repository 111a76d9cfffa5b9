import type { ComponentProps } from "react";

type Props = Omit<ComponentProps<"button">, "type" | "disabled" | "onClick"> & {
  /** Whether it sends nothing now: something is on its way, or nothing is there to be sent. */
  readonly isOff: boolean;
};

/** Sends its form. While it does not, it keeps the focus, which a button loses that is `disabled`. */
export function SubmitButton({ isOff, ...rest }: Props) {
  return (
    <button
      {...rest}
      type="submit"
      aria-disabled={isOff}
      onClick={(event) => {
        if (isOff) event.preventDefault();
      }}
    />
  );
}

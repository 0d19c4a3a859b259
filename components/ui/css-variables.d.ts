/** Lets `style` carry custom properties, which is how single values reach the style sheet. */
import "react";

declare module "react" {
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined;
  }
}

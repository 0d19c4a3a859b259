/** Owns objects whose code is loaded when they are first asked for something. */
import { whenNeeded } from "./when-needed";

/** What an object can be asked for, if it answers later anyway. */
type Late<T> = {
  readonly [K in keyof T as T[K] extends (...args: never) => Promise<unknown> ? K : never]: T[K];
};

/**
 * An object that loads itself at the first call of one of its methods. Only what answers by a promise can be called.
 * @returns methods that also reject with E_OFFLINE if the code cannot be had; the next call tries again
 */
export function whenCalled<T extends object>(load: () => Promise<T>): Late<T> {
  const get = whenNeeded(load);
  return new Proxy({} as Late<T>, {
    get: (_, name) =>
      // A promise that resolves to this object must not take it for another promise.
      name === "then"
        ? undefined
        : async (...args: unknown[]) => {
            const object = await get();
            const method: unknown = Reflect.get(object, name);
            if (typeof method !== "function") throw new TypeError(String(name));
            return Reflect.apply(method, object, args) as unknown;
          },
  });
}

import { useEffect, useState } from 'preact/hooks';
import { browser } from '#imports';
import type { Lost } from './canary';

/** Whether the browser has lost the library, as `checkCanary` found; wakes nobody. */
export function useLost(): Lost | undefined {
  const [lost, setLost] = useState<Lost>();
  useEffect(() => {
    const read = async () => setLost((await browser.storage.local.get('lost')).lost as Lost | undefined);
    const follow = (changes: Record<string, unknown>) => {
      if ('lost' in changes) void read();
    };
    void read();
    browser.storage.local.onChanged.addListener(follow);
    return () => browser.storage.local.onChanged.removeListener(follow);
  }, []);
  return lost;
}

import { beforeEach, describe, expect, it } from "vitest";

import { deviceKey, knownDeviceKey, randomId, storageName } from "@/session/deviceKey";

beforeEach(() => localStorage.clear());

describe("the key of this device", () => {
  it("is 32 bytes in base64url, made once for each invite", () => {
    expect(knownDeviceKey("first")).toBeNull();
    const key = deviceKey("first");
    expect(key).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(deviceKey("first")).toBe(key);
    expect(deviceKey("second")).not.toBe(key);
  });

  it("lies under a name that does not hold the secret", () => {
    const secret = "9fKq2Zt7c-mN4xV8sL1yRw";
    deviceKey(secret);
    expect(JSON.stringify(localStorage)).not.toContain(secret);
    expect(storageName(secret)).toMatch(/^device\.[0-9a-z]{1,11}$/);
  });

  it("lies under names that differ where secrets differ by a letter", () => {
    const names = new Set(Array.from({ length: 5000 }, (_, at) => storageName(`secret-${at}`)));
    expect(names.size).toBe(5000);
  });
});

describe("an id of chance", () => {
  it("fits the contract's pattern", () => {
    expect(randomId()).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });
});

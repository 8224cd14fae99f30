// Takes away what is newer than Chrome 87 or Safari 14.1, the floor of a party's way (shown in docs and README).
(() => {
  const gone = [
    [Array.prototype, "at findLast findLastIndex toSorted toReversed toSpliced with group groupToMap"],
    [Object.getPrototypeOf(Int8Array.prototype), "at findLast findLastIndex toSorted toReversed with"],
    [Uint8Array, "fromBase64 fromHex"],
    [Uint8Array.prototype, "toBase64 toHex setFromBase64 setFromHex"],
    [Array, "fromAsync"],
    [String.prototype, "at replaceAll isWellFormed toWellFormed"],
    [Object, "hasOwn groupBy"],
    [Map, "groupBy"],
    [Map.prototype, "getOrInsert getOrInsertComputed"],
    [Set.prototype, "union intersection difference symmetricDifference isSubsetOf isSupersetOf isDisjointFrom"],
    [Promise, "withResolvers try"],
    [Math, "f16round sumPrecise"],
    [RegExp, "escape"],
    [Error, "isError"],
    [Intl, "Segmenter DurationFormat supportedValuesOf"],
    [AbortSignal, "timeout any abort"],
    [AbortSignal.prototype, "throwIfAborted"],
    [Response, "json"],
    [URL, "canParse parse"],
    [crypto, "randomUUID"],
    [Crypto.prototype, "randomUUID"],
    [Navigator.prototype, "wakeLock permissions locks connection userAgentData share canShare storage scheduling"],
    [Document.prototype, "startViewTransition adoptedStyleSheets"],
    [Element.prototype, "checkVisibility setHTML setHTMLUnsafe moveBefore ariaNotify"],
    [HTMLElement.prototype, "popover showPopover hidePopover togglePopover inert"],
    [HTMLFormElement.prototype, "requestSubmit"],
    [HTMLInputElement.prototype, "showPicker"],
    [HTMLSelectElement.prototype, "showPicker"],
    [HTMLMediaElement.prototype, "setSinkId"],
    [HTMLVideoElement.prototype, "requestVideoFrameCallback"],
    [RTCRtpTransceiver.prototype, "setHeaderExtensionsToNegotiate getNegotiatedHeaderExtensions"],
    [RTCRtpReceiver.prototype, "jitterBufferTarget"],
    [
      window,
      "structuredClone requestIdleCallback scheduler reportError HTMLDialogElement BroadcastChannel CompressionStream " +
        "DecompressionStream OffscreenCanvas Highlight ToggleEvent Iterator AsyncContext cookieStore navigation " +
        "trustedTypes Sanitizer documentPictureInPicture MediaStreamTrackProcessor MediaStreamTrackGenerator " +
        "EyeDropper Float16Array SuppressedError DisposableStack AsyncDisposableStack RTCRtpScriptTransform " +
        "URLPattern ViewTransition CSSStyleSheet",
    ],
  ];
  for (const [owner, names] of gone) {
    for (const name of names.split(" ")) {
      delete owner[name];
      // What cannot be deleted is shadowed.
      if (name in owner) Object.defineProperty(owner, name, { value: undefined, configurable: true });
    }
  }
})();

// A whole page morphed into another language keeps what was typed; <html lang> is ours to set, htmx never touches it.
htmx.registerExtension('lang', {
  htmx_before_swap(_elt, { ctx }) {
    const lang = ctx.target === document.body && /<html[^>]*\slang="([\w-]+)"/i.exec(ctx.text ?? '')?.[1];
    if (lang) document.documentElement.lang = lang;
  },
});

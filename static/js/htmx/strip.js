// Answers carry markup, never programs; and a live update never takes the cursor.
htmx.registerExtension('strip', {
  htmx_before_swap(elt, { tasks }) {
    for (const { fragment } of tasks) {
      for (const el of fragment.querySelectorAll('script')) el.remove();
      if (elt.hasAttribute('hx-sse:connect')) for (const el of fragment.querySelectorAll('[autofocus]')) el.removeAttribute('autofocus');
    }
  },
});

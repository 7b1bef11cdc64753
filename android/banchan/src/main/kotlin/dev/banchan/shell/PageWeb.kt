// One WebView with one page of a mini-program: every byte comes from the core, and one port carries its messages, unread. It
// must not offer the page anything else: no files, no objects of ours, no other address. See docs/shell-bridge.md.

package dev.banchan.shell

import android.annotation.SuppressLint
import android.graphics.Color
import android.net.Uri
import android.os.Handler
import android.os.HandlerThread
import android.view.View
import android.webkit.RenderProcessGoneDetail
import android.webkit.WebMessage
import android.webkit.WebMessagePort
import android.webkit.WebResourceRequest
import android.webkit.WebResourceResponse
import android.webkit.WebSettings
import android.webkit.WebView
import android.webkit.WebViewClient
import dev.banchan.core.MiniNewPage
import dev.banchan.core.cameraElement
import dev.banchan.core.cameraReply
import java.io.ByteArrayInputStream

/** Messages pass while the main thread draws. */
private val messages: Handler = Handler(HandlerThread("banchan-messages").apply { start() }.looper)

@SuppressLint("SetJavaScriptEnabled")
class PageWeb(private val screen: MiniActivity, private val page: MiniNewPage, private val drawn: () -> Unit) {
    private val core = Shell.here.coreNow
    private val origin: Uri = Uri.parse(page.address).let { Uri.Builder().scheme(it.scheme).encodedAuthority(it.encodedAuthority).build() }
    private var port: WebMessagePort? = null
    private var over = false

    val view: WebView = WebView(screen).apply {
        setBackgroundColor(Color.TRANSPARENT)
        overScrollMode = View.OVER_SCROLL_NEVER
        isVerticalScrollBarEnabled = false
        settings.apply {
            javaScriptEnabled = true
            allowFileAccess = false
            allowContentAccess = false
            domStorageEnabled = false
            setGeolocationEnabled(false)
            setSupportMultipleWindows(false)
            setSupportZoom(false)
            mixedContentMode = WebSettings.MIXED_CONTENT_NEVER_ALLOW
            mediaPlaybackRequiresUserGesture = false
            textZoom = 100
        }
        android.webkit.CookieManager.getInstance().setAcceptThirdPartyCookies(this, false)
        setDownloadListener { _, _, _, _, _ -> }
        webViewClient = Client()
    }

    fun load() = view.loadUrl(page.address)

    /** A message of the core. Without a port there is nobody to hear it. */
    fun post(text: String) { port?.postMessage(WebMessage(text)) }

    fun end() {
        if (over) return
        over = true
        port?.close()
        port = null
        view.stopLoading()
        view.destroy()
    }

    /** The page listens: it gets its port, which no script of it can name. */
    private fun handOver() {
        if (over || port != null) return
        val (ours, theirs) = view.createWebMessageChannel()
        ours.setWebMessageCallback(object : WebMessagePort.WebMessageCallback() {
            private var first = true

            override fun onMessage(port: WebMessagePort, message: WebMessage) {
                message.data?.let { core?.onViewMessage(page.page, it) }
                if (first) Main.handler.post { if (!over) drawn() }
                first = false
            }
        }, messages)
        port = ours
        view.postWebMessage(WebMessage("banchan-port", arrayOf(theirs)), origin)
    }

    private inner class Client : WebViewClient() {
        /** On a thread of the WebView; the core never makes it wait. */
        override fun shouldInterceptRequest(view: WebView, request: WebResourceRequest): WebResourceResponse? {
            val url = request.url
            // Pictures and media of the web are the WebView's own affair; the page's policy says which.
            if (url.host != origin.host || url.scheme != origin.scheme) return null
            val path = url.encodedPath ?: "/"
            val range = request.requestHeaders.entries.firstOrNull { it.key.equals("Range", ignoreCase = true) }?.value
            val seen = cameraElement(path)?.let { cameraReply(Shell.here.picture(page, it)) }
            val reply = seen ?: core?.serve(page.page, path, range) ?: return WebResourceResponse("text/plain", null, 404, "Gone", emptyMap(), ByteArrayInputStream(ByteArray(0)))
            if (reply.hello) Main.handler.post(::handOver)
            val mime = reply.mime.substringBefore(';')
            val charset = reply.mime.substringAfter("charset=", "").ifEmpty { null }
            val headers = reply.headers.associate { it.name to it.value }
            return WebResourceResponse(mime, charset, reply.status.toInt(), "As told", headers, ByteArrayInputStream(reply.bytes))
        }

        override fun shouldOverrideUrlLoading(view: WebView, request: WebResourceRequest): Boolean = true

        override fun onRenderProcessGone(view: WebView, detail: RenderProcessGoneDetail): Boolean {
            screen.page(page.page)?.freeWeb()
            core?.viewLost(page.page)
            return true
        }
    }
}

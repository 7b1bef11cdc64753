// Puts an APK together from what aapt2 linked and the files named, aligned as Android maps them; signs it; reads it back.
//   Apk LINKED.apk OUT.apk KEYS.p12 PASSWORD OLDEST_API ENTRY=FILE...

import com.android.apksig.ApkSigner;
import com.android.apksig.ApkVerifier;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

final class Apk {
    /** Pages of 16 KB: newer phones map a library only from such a place. */
    private static final int PAGE = 16384;

    private static final class Counted extends OutputStream {
        private final OutputStream out;
        private long count;

        Counted(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            count++;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            count += length;
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    public static void main(String[] args) throws Exception {
        int oldest = Integer.parseInt(args[4]);
        Path unsigned = Path.of(args[1] + ".unsigned");
        try (var counted = new Counted(Files.newOutputStream(unsigned)); var zip = new ZipOutputStream(counted); var linked = new ZipFile(args[0])) {
            for (var entries = linked.entries(); entries.hasMoreElements(); ) {
                var entry = entries.nextElement();
                put(zip, counted, entry.getName(), linked.getInputStream(entry).readAllBytes());
            }
            for (int i = 5; i < args.length; i++) {
                int split = args[i].indexOf('=');
                put(zip, counted, args[i].substring(0, split), Files.readAllBytes(Path.of(args[i].substring(split + 1))));
            }
        }
        sign(unsigned.toFile(), new File(args[1]), args[2], args[3].toCharArray(), oldest);
        Files.delete(unsigned);
        check(new File(args[1]), oldest);
    }

    private static void put(ZipOutputStream zip, Counted counted, String name, byte[] bytes) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTime(315532800000L + 86400000L);
        if (name.endsWith(".so") || name.equals("resources.arsc")) {
            var crc = new CRC32();
            crc.update(bytes);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(bytes.length);
            entry.setCrc(crc.getValue());
            int multiple = name.endsWith(".so") ? PAGE : 4;
            zip.flush();
            long data = counted.count + 30 + name.length() + 6;
            int padding = (int) ((multiple - data % multiple) % multiple);
            // The field that says how the data is aligned; the signer keeps it.
            var extra = ByteBuffer.allocate(6 + padding).order(ByteOrder.LITTLE_ENDIAN);
            extra.putShort((short) 0xd935).putShort((short) (2 + padding)).putShort((short) multiple);
            entry.setExtra(extra.array());
        }
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    private static void sign(File from, File to, String keys, char[] password, int oldest) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = new FileInputStream(keys)) {
            store.load(in, password);
        }
        String alias = store.aliases().nextElement();
        var signer = new ApkSigner.SignerConfig.Builder(alias, (PrivateKey) store.getKey(alias, password), List.of((X509Certificate) store.getCertificate(alias))).build();
        new ApkSigner.Builder(List.of(signer)).setInputApk(from).setOutputApk(to).setMinSdkVersion(oldest)
            .setV1SigningEnabled(false).setV2SigningEnabled(true).setV3SigningEnabled(true).setV4SigningEnabled(false).build().sign();
    }

    private static void check(File apk, int oldest) throws Exception {
        var result = new ApkVerifier.Builder(apk).setMinCheckedPlatformVersion(oldest).build().verify();
        if (!result.isVerified()) throw new IOException("the signature does not hold: " + result.getErrors());
        var bytes = ByteBuffer.wrap(Files.readAllBytes(apk.toPath())).order(ByteOrder.LITTLE_ENDIAN);
        int end = bytes.limit() - 22;
        while (bytes.getInt(end) != 0x06054b50) end--;
        int at = bytes.getInt(end + 16);
        int count = bytes.getShort(end + 10) & 0xffff;
        for (int i = 0; i < count; i++) {
            int nameLength = bytes.getShort(at + 28) & 0xffff;
            String name = new String(bytes.array(), at + 46, nameLength);
            int local = bytes.getInt(at + 42);
            int data = local + 30 + (bytes.getShort(local + 26) & 0xffff) + (bytes.getShort(local + 28) & 0xffff);
            boolean stored = bytes.getShort(at + 10) == 0;
            if (name.endsWith(".so") && (!stored || data % PAGE != 0)) throw new IOException(name + " is not on a page of 16 KB: " + data);
            if (name.equals("resources.arsc") && (!stored || data % 4 != 0)) throw new IOException("resources.arsc is not aligned");
            at += 46 + nameLength + (bytes.getShort(at + 30) & 0xffff) + (bytes.getShort(at + 32) & 0xffff);
        }
        System.out.println(apk.length() + " bytes, " + count + " files, signed v2 " + result.isVerifiedUsingV2Scheme() + ", v3 " + result.isVerifiedUsingV3Scheme());
    }
}

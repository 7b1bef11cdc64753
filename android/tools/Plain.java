// Copies the classes of a jar without the names of parameters: newer compilers leave some of them empty, which this D8 can't read.
//   Plain FROM.jar TO.jar

import java.io.FileOutputStream;
import java.io.IOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

final class Plain {
    public static void main(String[] args) throws IOException {
        try (var from = new ZipFile(args[0]); var to = new ZipOutputStream(new FileOutputStream(args[1]))) {
            for (var entries = from.entries(); entries.hasMoreElements(); ) {
                var entry = entries.nextElement();
                String name = entry.getName();
                if (!name.endsWith(".class") || name.startsWith("META-INF/") || name.equals("module-info.class")) continue;
                to.putNextEntry(new ZipEntry(name));
                to.write(new ClassFile(from.getInputStream(entry).readAllBytes()).without("MethodParameters"));
                to.closeEntry();
            }
        }
    }
}

// Reads a class file: names, members, what it refers to; and writes it again without code, for a compiler to look at.
// It must not judge what it reads: Framework and References do.

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

final class ClassFile {
    private static final int PRIVATE = 0x0002;

    /** A field or method: its own, or one that is referred to. */
    record Member(String owner, String name, String type, boolean method) {
        String key() {
            return method ? name + type : name;
        }

        @Override
        public String toString() {
            return owner.replace('/', '.') + (method ? "." + name + type : "." + name);
        }
    }

    private record Item(int access, int name, int type, List<byte[]> attributes, List<String> attributeNames) {}

    private final int version;
    final int access;
    final String name;
    final String superName;
    final List<String> interfaces = new ArrayList<>();
    final List<Member> members = new ArrayList<>();
    final List<Member> references = new ArrayList<>();
    final List<String> classes = new ArrayList<>();
    private final byte[] pool;
    private final int poolCount;
    private final int thisIndex;
    private final int superIndex;
    private final int[] interfaceIndices;
    private final List<Item> fields;
    private final List<Item> methods;
    private final List<byte[]> attributes = new ArrayList<>();
    private final Object[] constants;

    ClassFile(byte[] bytes) throws IOException {
        var counted = new ByteArrayInputStream(bytes);
        var in = new DataInputStream(counted);
        if (in.readInt() != 0xCAFEBABE) throw new IOException("not a class file");
        version = in.readInt();
        poolCount = in.readUnsignedShort();
        int begin = bytes.length - counted.available();
        constants = new Object[poolCount];
        readPool(in);
        pool = java.util.Arrays.copyOfRange(bytes, begin, bytes.length - counted.available());
        access = in.readUnsignedShort();
        thisIndex = in.readUnsignedShort();
        superIndex = in.readUnsignedShort();
        name = className(thisIndex);
        superName = superIndex == 0 ? null : className(superIndex);
        interfaceIndices = new int[in.readUnsignedShort()];
        for (int i = 0; i < interfaceIndices.length; i++) {
            interfaceIndices[i] = in.readUnsignedShort();
            interfaces.add(className(interfaceIndices[i]));
        }
        fields = readItems(in, false);
        methods = readItems(in, true);
        readAttributes(in, attributes, new ArrayList<>());
        collectReferences();
    }

    private void readPool(DataInputStream in) throws IOException {
        for (int i = 1; i < poolCount; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> constants[i] = in.readUTF();
                case 3, 4 -> in.readInt();
                case 5, 6 -> {
                    in.readLong();
                    i++; // the format counts these twice
                }
                case 7, 8, 16, 19, 20 -> constants[i] = new int[] {tag, in.readUnsignedShort()};
                case 9, 10, 11, 12, 17, 18 -> constants[i] = new int[] {tag, in.readUnsignedShort(), in.readUnsignedShort()};
                case 15 -> constants[i] = new int[] {tag, in.readUnsignedByte(), in.readUnsignedShort()};
                default -> throw new IOException("unknown constant " + tag);
            }
        }
    }

    private String text(int index) {
        return (String) constants[index];
    }

    private String className(int index) {
        return text(((int[]) constants[index])[1]);
    }

    private List<Item> readItems(DataInputStream in, boolean method) throws IOException {
        var items = new ArrayList<Item>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            var item = new Item(in.readUnsignedShort(), in.readUnsignedShort(), in.readUnsignedShort(), new ArrayList<>(), new ArrayList<>());
            readAttributes(in, item.attributes, item.attributeNames);
            items.add(item);
            members.add(new Member(name, text(item.name), text(item.type), method));
        }
        return items;
    }

    private void readAttributes(DataInputStream in, List<byte[]> into, List<String> names) throws IOException {
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            int nameIndex = in.readUnsignedShort();
            byte[] body = new byte[in.readInt()];
            in.readFully(body);
            var out = new ByteArrayOutputStream();
            var data = new DataOutputStream(out);
            data.writeShort(nameIndex);
            data.writeInt(body.length);
            data.write(body);
            into.add(out.toByteArray());
            names.add(text(nameIndex));
        }
    }

    private void collectReferences() {
        for (Object constant : constants) {
            if (!(constant instanceof int[] parts)) continue;
            if (parts[0] == 7) classes.add(text(parts[1]));
            if (parts[0] < 9 || parts[0] > 11) continue;
            int[] nameAndType = (int[]) constants[parts[2]];
            references.add(new Member(className(parts[1]), text(nameAndType[1]), text(nameAndType[2]), parts[0] != 9));
        }
    }

    /** The same class without code, with the members that are wanted, for any compiler of Java 8 or later. */
    byte[] withoutCode(Predicate<String> wanted) throws IOException {
        return written(52, "Code", wanted, PRIVATE);
    }

    /** The same class without one attribute of its methods. */
    byte[] without(String attribute) throws IOException {
        return written(version, attribute, name -> true, 0);
    }

    private byte[] written(int version, String dropped, Predicate<String> wanted, int hidden) throws IOException {
        var out = new ByteArrayOutputStream();
        var data = new DataOutputStream(out);
        data.writeInt(0xCAFEBABE);
        data.writeInt(version);
        data.writeShort(poolCount);
        data.write(pool);
        data.writeShort(access);
        data.writeShort(thisIndex);
        data.writeShort(superIndex);
        data.writeShort(interfaceIndices.length);
        for (int index : interfaceIndices) data.writeShort(index);
        writeItems(data, fields, dropped, wanted, hidden);
        writeItems(data, methods, dropped, wanted, hidden);
        data.writeShort(attributes.size());
        for (byte[] attribute : attributes) data.write(attribute);
        return out.toByteArray();
    }

    private void writeItems(DataOutputStream data, List<Item> items, String dropped, Predicate<String> wanted, int hidden) throws IOException {
        var kept = items.stream().filter(item -> (item.access & hidden) == 0 && wanted.test(text(item.name))).toList();
        data.writeShort(kept.size());
        for (Item item : kept) {
            data.writeShort(item.access);
            data.writeShort(item.name);
            data.writeShort(item.type);
            var rest = new ArrayList<byte[]>();
            for (int i = 0; i < item.attributes.size(); i++) {
                if (!item.attributeNames.get(i).equals(dropped)) rest.add(item.attributes.get(i));
            }
            data.writeShort(rest.size());
            for (byte[] attribute : rest) data.write(attribute);
        }
    }
}

namespace UsageCluster.Grains.Wire;

/// <summary>The long lists of a request as compact bytes.</summary>
internal static class RequestPacking
{
    private const int BytesPerId = 40, BytesPerVersion = 4;

    /// <summary>Company ids in order.</summary>
    public static byte[] Pack(IReadOnlyList<string> ids)
    {
        var bytes = new PackWriter(checked(ids.Count * BytesPerId));
        try
        {
            bytes.Varint((ulong)ids.Count);
            for (var i = 0; i < ids.Count; i++)
                bytes.Text(ids[i]);
            return bytes.ToArray();
        }
        finally
        {
            bytes.Dispose();
        }
    }

    /// <summary>Versions in order.</summary>
    public static byte[] Pack(IReadOnlyList<long> versions)
    {
        var bytes = new PackWriter(checked(versions.Count * BytesPerVersion));
        try
        {
            for (var i = 0; i < versions.Count; i++)
                bytes.Signed(versions[i]);
            return bytes.ToArray();
        }
        finally
        {
            bytes.Dispose();
        }
    }

    /// <summary>The ids of the bytes. Throws <see cref="InvalidDataException"/>.</summary>
    public static string[] UnpackIds(byte[] packed)
    {
        var bytes = new PackReader(packed);
        var ids = new string[bytes.Count()];
        for (var i = 0; i < ids.Length; i++)
            ids[i] = bytes.Text();
        bytes.End();
        return ids;
    }

    /// <summary>The versions of the bytes, so many as there are companies. Throws <see cref="InvalidDataException"/>.</summary>
    public static long[] UnpackVersions(byte[] packed, int count)
    {
        var bytes = new PackReader(packed);
        var versions = new long[count];
        for (var i = 0; i < versions.Length; i++)
            versions[i] = bytes.Signed();
        bytes.End();
        return versions;
    }
}

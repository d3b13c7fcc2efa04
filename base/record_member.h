// SPDX-License-Identifier: GPL-3.0-or-later
/* Access to a record's member through its field description. */
#pragma once

#define KIRI_MEMBER(type, record, field) (*(type *)((char *)(record) + (field)->offset))
#define KIRI_CONST_MEMBER(type, record, field)                                                     \
    (*(const type *)((const char *)(record) + (field)->offset))
